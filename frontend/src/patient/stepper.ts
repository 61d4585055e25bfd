import { stepped } from "../app/parts/stepped.ts";

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
