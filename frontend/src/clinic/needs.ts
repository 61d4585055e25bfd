/** The list of who needs somebody: j and k, or the arrows, go from patient to patient; Enter opens, being a link. */
const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function startNeeds(root: Document = document): void {
  if (!root.querySelector("[data-needs]")) return;
  root.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const names = [...root.querySelectorAll<HTMLElement>("[data-need]")].filter(isShown);
    const here = names.findIndex(
      (name) => name === root.activeElement || rowOf(name)?.contains(root.activeElement),
    );
    const next = here < 0 ? (step > 0 ? 0 : names.length - 1) : here + step;
    const name = names[next];
    if (!name) return;
    event.preventDefault();
    name.focus();
    name.scrollIntoView({ block: "nearest" });
  });
}

function rowOf(name: HTMLElement): Element | null {
  return name.closest(".need, .later__one");
}

/** Not folded away under a heading. */
function isShown(name: HTMLElement): boolean {
  return !name.closest("details:not([open])");
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, select, textarea, dialog, dialog *");
}
