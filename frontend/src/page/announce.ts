const shownFor = 6000; // ms: long enough to read two short sentences

/**
 * Says `text` in the page's live region and shows it as a toast.
 * Does nothing on a page without a toast region (a printed sheet).
 */
export function announce(text: string): void {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  region.append(toast);
  setTimeout(() => toast.remove(), shownFor);
}
