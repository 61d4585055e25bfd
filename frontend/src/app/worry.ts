import type { SymptomCheck } from "../store/snapshot.ts";
import type { Saying } from "../sync/operation.ts";
import { addressOf } from "./router.ts";

/**
 * What in an entry leads to the symptom check: more pain than the clinic lets pass, or a word of its list in a
 * note; "" for nothing. What made somebody take an exercise as needed (`before`) is no news. Words only ever
 * raise the check.
 */
export function worryIn(check: SymptomCheck, body: Saying["body"]): "" | "pain" | "note" {
  const pain = [body.pain, body.after].filter((score) => typeof score === "number");
  if (body.reason === "pain" || pain.some((score) => score > check.pain_over)) return "pain";
  const written = plain(`${body.note ?? ""} ${body.text ?? ""}`);
  return check.keywords.some((word) => word && says(written, plain(word))) ? "note" : "";
}

const shortMost = 3; // letters: so short a word is only meant where it stands alone ("pus", never "push")

/** Whether the word begins somewhere in the text: "numb" is in "numbness", "locked" is not in "blocked". */
function says(written: string, word: string): boolean {
  const around = word.length > shortMost ? "" : "(?!\\p{L})";
  return new RegExp(`(?<!\\p{L})${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}${around}`, "u").test(written);
}

/** Letters without accents and case: nobody types them in a hurry. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function helpAddress(trigger: string, back = ""): string {
  return addressOf({ name: "help", trigger, back });
}
