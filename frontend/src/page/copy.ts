import { announce } from "./announce.ts";

/** Lets `data-copies="id"` copy the text of an element; `data-copied` is what is then announced. */
export function wireCopy(root: Document = document): void {
  root.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>("[data-copies]");
    const source = button && root.getElementById(button.dataset.copies ?? "");
    if (!button || !source) return;
    const text = source instanceof HTMLTextAreaElement ? source.value : source.textContent.trim();
    await navigator.clipboard.writeText(text);
    announce(button.dataset.copied ?? "");
  });
}
