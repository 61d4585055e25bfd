import type { Ledger, Own } from "./ledger.ts";
import type { Snapshot } from "./snapshot.ts";
import { toldInWords } from "./telling.ts";

/**
 * What is not with the clinic yet, as a file: first in words that a person reads, then each operation as it
 * would have been sent, so that the clinic's computer can still take it in.
 */
export function exportOf(snapshot: Snapshot, ledger: Ledger, now: Date): Blob {
  const left = [...ledger.waiting, ...ledger.dead];
  const content = {
    patient: snapshot.reader.patient_name,
    clinic: snapshot.clinic.name,
    saved_at: now.toISOString(),
    in_words: left.map((own) => line(own, snapshot)),
    operations: left.map((own) => own.operation),
  };
  return new Blob([JSON.stringify(content, null, 2)], { type: "application/json" });
}

function line({ operation }: Own, snapshot: Snapshot): string {
  const note = typeof operation.body.note === "string" ? ` (${operation.body.note})` : "";
  return `${operation.local_date}: ${toldInWords(operation.kind, operation.body, snapshot)}${note}`;
}
