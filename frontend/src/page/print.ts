/** Lets `data-print` print the page. */
export function wirePrint(root: Document = document): void {
  root.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
}
