const most = 999_999;

/** Lets the buttons beside a number step it; an open number starts at the first step. */
export function wireSteppers(root: Document = document): void {
  root.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>("[data-steps]");
    const stepper = button?.closest<HTMLElement>("[data-stepper]");
    const input = stepper?.querySelector("input");
    if (!button || !stepper || !input) return;
    const step = Number(stepper.dataset.step) * Number(button.dataset.steps);
    input.value = String(stepped(input.value, step));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** The next number from what is typed: never below 0, never beyond what an entry holds. */
export function stepped(typed: string, step: number): number {
  const now = /^\d+$/.test(typed.trim()) ? Number(typed) : 0;
  return Math.min(most, Math.max(0, now + step));
}
