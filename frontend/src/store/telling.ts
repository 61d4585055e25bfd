import { _ } from "../words/index.ts";
import type { Snapshot } from "./snapshot.ts";

type Body = { readonly [key: string]: unknown };

/** What was said, in one line that a reader knows again, such as "Heel slide: done". */
export function toldInWords(kind: string, body: Body, snapshot: Snapshot): string {
  if (kind === "retract") return _("An entry taken back");
  const told = tellings[String(body.type)]?.(body, snapshot) ?? _("An entry");
  return kind === "amend" ? _("%(entry)s (corrected)", { entry: told }) : told;
}

const tellings: Readonly<Record<string, (body: Body, snapshot: Snapshot) => string>> = {
  exercise: (body, snapshot) => `${exerciseName(body, snapshot)}: ${outcome(String(body.outcome))}`,
  day: (body, snapshot) =>
    snapshot.words.excuses.find(({ value }) => value === body.excuse)?.words ?? _("Day off"),
  morning: (body) => _("The morning after: pain %(n)s out of 10", { n: Number(body.pain) }),
  symptoms: () => _("Symptom check"),
  routine: () => _("Another time for a session"),
  question: (body) => _("Question: %(text)s", { text: String(body.text) }),
};

function exerciseName(body: Body, snapshot: Snapshot): string {
  return snapshot.items.find(({ key }) => key === body.item_key)?.name ?? _("Exercise");
}

function outcome(said: string): string {
  return { done: _("done"), partly: _("partly done"), not: _("not done") }[said] ?? "";
}
