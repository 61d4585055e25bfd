/** Wide tables that end with today open at today, not at the oldest day. */
export function startAtEnd(root: ParentNode = document): void {
  for (const region of root.querySelectorAll<HTMLElement>("[data-starts-at-end]")) {
    region.scrollLeft = region.scrollWidth;
  }
}
