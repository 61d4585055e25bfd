/**
 * Moves the code from the address's fragment into the form, and out of the address bar and the history.
 * It is never sent by itself: a person's tap does that.
 */
export function takeCode(root: Document = document): void {
  const field = root.querySelector<HTMLInputElement>("[data-code-form] input[name=code]");
  const code = location.hash.slice(1);
  if (!field || !code) return;
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  root.querySelector("[data-code-typed]")?.toggleAttribute("hidden", true);
  root.querySelector("[data-code-found]")?.toggleAttribute("hidden", false);
}
