/** Moves focus to the error summary, so that a reader hears first what needs changing. */
export function focusErrorSummary(root: ParentNode = document): void {
  root.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}
