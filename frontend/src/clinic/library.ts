/**
 * The library by keyboard: `/` goes to the search, arrows walk the hits, Enter adds.
 * Enter while typing adds the first hit of exactly what is typed, waiting for it if it is on its way.
 */
export function wireLibrary(search: HTMLInputElement, hits: HTMLElement): void {
  let waiting = false;

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || isTyping(event.target)) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      addButtons(hits)[0]?.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (answers(hits) === search.value.trim()) addFirst(hits, search);
      else waiting = true;
    }
  });
  search.addEventListener("input", () => {
    waiting = false;
  });

  hits.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = addButtons(hits);
    const next = buttons.indexOf(document.activeElement as HTMLElement) + step;
    (next < 0 ? search : buttons[next])?.focus();
  });
  hits.addEventListener("click", (event) => {
    const chip = event.target instanceof Element && event.target.closest<HTMLElement>("[data-looks-for]");
    if (!chip || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    search.value = chip.dataset.looksFor ?? "";
    search.focus();
    search.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("htmx:after:swap", () => {
    if (!waiting || answers(hits) !== search.value.trim()) return;
    waiting = false;
    addFirst(hits, search);
  });
}

function addButtons(hits: HTMLElement): HTMLElement[] {
  return [...hits.querySelectorAll<HTMLElement>("[data-add]")];
}

/** The words the hits on the page were looked up for. */
function answers(hits: HTMLElement): string | undefined {
  return hits.querySelector<HTMLElement>("[data-for]")?.dataset.for;
}

function addFirst(hits: HTMLElement, search: HTMLInputElement): void {
  addButtons(hits)[0]?.click();
  search.select();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, select, textarea");
}
