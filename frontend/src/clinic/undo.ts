/**
 * Ctrl or Cmd with Z takes the last change of the draft back, with Shift too it is made again. In a field the
 * browser's own undo goes first.
 */
export function wireUndo(root: Document = document): void {
  root.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || isTyping(event.target))
      return;
    event.preventDefault();
    root.querySelector<HTMLElement>(event.shiftKey ? "[data-redo]" : "[data-undo]")?.click();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, select, textarea");
}
