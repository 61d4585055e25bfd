import { type Device, deviceOf } from "../sync/device.ts";
import { newEntryId, type Operation, operation, type Saying } from "../sync/operation.ts";

type Logged = Saying["body"];

/** What the page says of itself: the day it is for, and the program version in force. */
export interface PageContext {
  readonly localDate: string;
  readonly version: string;
}

export function pageContext(root: ParentNode = document): PageContext {
  const found = root.querySelector<HTMLElement>("[data-log-context]");
  return { localDate: found?.dataset.localDate ?? "", version: found?.dataset.version ?? "" };
}

/** The device of the account that the page was made for. */
export function pageDevice(root: ParentNode = document): Device {
  const account = root.querySelector<HTMLElement>("[data-sending]")?.dataset.account ?? "";
  return deviceOf(account, localStorage);
}

/** A new entry for the page's day; the same `entryId` again says the same entry anew. */
export function create(
  body: Logged,
  evidence: Saying["evidence"],
  entryId: string = newEntryId(),
): Promise<Operation> {
  const { localDate, version } = pageContext();
  const entry = { kind: "create", entryId, baseRev: 0 } as const;
  return operation({ ...entry, localDate, programRev: version, evidence, body }, pageDevice());
}

/** A correction or a taking back of an entry, built on the revision that the page shows. */
export function revise(
  kind: "amend" | "retract",
  entry: { id: string; revision: number; localDate: string; evidence: Saying["evidence"] },
  body: Logged,
): Promise<Operation> {
  const { version } = pageContext();
  const saying = { kind, entryId: entry.id, baseRev: entry.revision, programRev: version, body };
  return operation({ ...saying, localDate: entry.localDate, evidence: entry.evidence }, pageDevice());
}
