/** One set really done, as an entry keeps it. A set without a number was done without counting. */
export type SetDone = { side?: string } & { [field: string]: string | number };

/** Reads one stepper's input; undefined for a set of 0, which was not done. */
export function setDone(input: HTMLInputElement): SetDone | undefined {
  const { set: field = "reps", side = "", factor = "1" } = input.dataset;
  const typed = input.value.trim();
  const done: SetDone = side ? { side } : {};
  if (!/^\d+$/.test(typed)) return done;
  const amount = Number(typed);
  return amount === 0 ? undefined : { ...done, [field]: amount * Number(factor) };
}

/** Every set of a form that was done. */
export function setsDone(root: ParentNode): SetDone[] {
  const inputs = [...root.querySelectorAll<HTMLInputElement>("input[data-set]")];
  return inputs.map(setDone).filter((done) => done !== undefined);
}
