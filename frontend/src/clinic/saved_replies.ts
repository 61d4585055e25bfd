/** `<select data-fills="id">`: the words of a chosen reply go to the end of that text field. */
export function wireSavedReplies(root: Document = document): void {
  root.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || !target.dataset.fills || !target.value) return;
    const field = root.getElementById(target.dataset.fills);
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.value = [field.value.trimEnd(), target.value].filter(Boolean).join("\n\n");
    target.value = "";
    field.focus();
  });
}
