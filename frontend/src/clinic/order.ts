const moves: Record<string, string> = { ArrowUp: "up", ArrowDown: "down" };

/** Alt and an arrow anywhere in a line of the program moves that line; lists and dates keep their own arrows. */
export function wireOrder(root: Document = document): void {
  root.addEventListener("keydown", (event) => {
    const move = event.altKey ? moves[event.key] : undefined;
    if (!move || !(event.target instanceof Element) || event.target.matches("select, [type=date]")) return;
    const line = event.target.closest("[data-item]");
    if (!line) return;
    event.preventDefault();
    line.querySelector<HTMLElement>(`[data-do="${move}"]`)?.click();
  });
}
