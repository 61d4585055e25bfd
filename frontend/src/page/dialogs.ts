/** Lets `data-opens="id"` open a dialog, and `data-closes` or a press beside it close one. */
export function wireDialogs(root: Document = document): void {
  root.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-opens]");
    if (opener) return find(root, opener.dataset.opens)?.showModal();
    const closes = event.target.closest("[data-closes]") ?? besideDialog(event.target);
    closes?.closest("dialog")?.close();
  });
}

function find(root: Document, id = ""): HTMLDialogElement | null {
  const found = root.getElementById(id);
  return found instanceof HTMLDialogElement ? found : null;
}

/** A press on the backdrop reaches the dialog element itself, never a child of it. */
function besideDialog(pressed: Element): Element | null {
  return pressed instanceof HTMLDialogElement ? pressed : null;
}
