/**
 * Says at once, beside the field, where a chosen photo is too large or there are too many: nothing is sent, and
 * nothing that was typed is lost. The server checks again.
 */
export function wirePhotos(root: Document = document): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[type="file"][data-most-bytes]')) {
    input.addEventListener("change", () => input.setCustomValidity(faultOf(input)));
    input.addEventListener("change", () => input.reportValidity());
  }
}

export function faultOf(input: HTMLInputElement): string {
  const files = [...(input.files ?? [])];
  const { most, mostBytes, tooMany, tooLarge } = input.dataset;
  if (files.length > Number(most)) return tooMany ?? "";
  return files.some((file) => file.size > Number(mostBytes)) ? (tooLarge ?? "") : "";
}
