import { type Sealed, sealed } from "../sync/sealing.ts";
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
  await sendEntry(
    `done:${tick}:${session}`,
    () => body,
    (words, entryId) => create(words, "ticked", entryId),
  );
}

async function takeBack(button: HTMLElement): Promise<void> {
  const { retract: id = "", revision = "1", entryDate: localDate = "" } = button.dataset;
  const entry = { id, revision: Number(revision), localDate, evidence: "ticked" } as const;
  await sendEntry(
    `back:${id}`,
    () => ({}),
    (words) => revise("retract", entry, words),
  );
}

async function excuse(form: HTMLFormElement): Promise<void> {
  form.closest("dialog")?.close();
  await sendEntry(
    form,
    () => excuseBody(form),
    (words, entryId) => create(words, "ticked", entryId),
  );
}

function excuseBody(form: HTMLFormElement) {
  const said = new FormData(form);
  const note = String(said.get("note") ?? "").trim();
  return { type: "day", excuse: String(said.get("excuse")), ...(note && { note }) };
}

type Seal = Parameters<typeof sealed>[2];

/** Sends one entry; tapping again or trying again sends the same operation, so it counts once. */
async function sendEntry(about: object | string, body: () => Parameters<Seal>[0], seal: Seal): Promise<void> {
  let before: Sealed | undefined;
  const make = async () => {
    before = await sealed(body(), before, seal);
    return [before.operation];
  };
  await send(about, make, () => refresh());
}
