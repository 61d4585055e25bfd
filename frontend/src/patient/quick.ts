import type { Operation } from "../sync/operation.ts";
import { create, revise } from "./context.ts";
import { refresh } from "./refresh.ts";
import { send } from "./sending.ts";

/** One-tap "Done" and its undo, and the rest day. */
export function wireQuick(root: Document = document): void {
  root.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const tick = event.target.closest<HTMLElement>("[data-tick]");
    if (tick) void tickDone(tick);
    const retract = event.target.closest<HTMLElement>("[data-retract]");
    if (retract) void takeBack(retract);
  });
  root.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-excuse-form]")) return;
    event.preventDefault();
    void excuse(event.target);
  });
}

async function tickDone(button: HTMLElement): Promise<void> {
  const { tick = "", session = "0" } = button.dataset;
  const body = { type: "exercise", item_key: tick, session: Number(session), outcome: "done" };
  await sendOne(await create(body, "ticked"));
}

async function takeBack(button: HTMLElement): Promise<void> {
  const { retract: id = "", revision = "1", entryDate: localDate = "" } = button.dataset;
  const entry = { id, revision: Number(revision), localDate, evidence: "ticked" } as const;
  await sendOne(await revise("retract", entry, {}));
}

async function excuse(form: HTMLFormElement): Promise<void> {
  const said = new FormData(form);
  const note = String(said.get("note") ?? "").trim();
  const body = { type: "day", excuse: String(said.get("excuse")), ...(note && { note }) };
  form.closest("dialog")?.close();
  await sendOne(await create(body, "ticked"));
}

function sendOne(operation: Operation): Promise<void> {
  return send(
    () => Promise.resolve([operation]),
    () => refresh(),
  );
}
