import { announce } from "../page/announce.ts";

/** What htmx says of a request; only the part used here. */
interface SwapDetail {
  ctx: { response?: { status: number; raw: Response } };
}

const refused = 422; // the text was read, and the answer names its problems

/** The page where a movement is written: line numbers, ways from a problem to its place, nothing typed is lost. */
export function startAuthoring(): void {
  const form = document.querySelector<HTMLElement>("[data-authoring]");
  const text = form?.querySelector<HTMLTextAreaElement>("textarea");
  const lines = form?.querySelector<HTMLElement>("[data-lines]");
  const told = form?.querySelector<HTMLElement>("#told");
  if (!form || !text || !lines || !told) return;
  const renumber = () => number(lines, text, told);
  wireScrolling(text, lines);
  wirePlaces(told, text);
  keepWhatIsTyped(text);
  text.addEventListener("input", renumber);
  document.addEventListener("htmx:after:swap", renumber);
  document.addEventListener("htmx:before:swap", (event) => {
    if (isAnswer(event as CustomEvent<SwapDetail>)) return;
    event.preventDefault();
    announce(form.dataset.notDrawn ?? "");
  });
  document.addEventListener("htmx:error", () => announce(form.dataset.notDrawn ?? ""));
  renumber();
}

/** As many numbers as there are lines, those with a problem marked. */
function number(lines: HTMLElement, text: HTMLTextAreaElement, told: HTMLElement): void {
  const count = text.value.split("\n").length;
  const faulty = new Set(
    [...told.querySelectorAll<HTMLElement>("[data-line]")].map((one) => one.dataset.line),
  );
  lines.replaceChildren(
    ...Array.from({ length: count }, (_, place) => {
      const line = document.createElement("li");
      line.textContent = String(place + 1);
      line.toggleAttribute("data-faulty", faulty.has(line.textContent));
      return line;
    }),
  );
  text.setAttribute("aria-invalid", String(faulty.size > 0));
  lines.scrollTop = text.scrollTop;
}

function wireScrolling(text: HTMLTextAreaElement, lines: HTMLElement): void {
  text.addEventListener("scroll", () => {
    lines.scrollTop = text.scrollTop;
  });
}

/** A problem's place leads the cursor there. */
function wirePlaces(told: HTMLElement, text: HTMLTextAreaElement): void {
  told.addEventListener("click", (event) => {
    const place = event.target instanceof Element && event.target.closest<HTMLElement>("[data-line]");
    if (!place) return;
    event.preventDefault();
    const [line, column] = [Number(place.dataset.line), Number(place.dataset.column)];
    const cursor = offset(text.value, line, column);
    text.focus();
    text.setSelectionRange(cursor, cursor);
    const height = Number.parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (line - 4) * height);
  });
}

/** The place in a text of a line and column, both from 1. */
export function offset(text: string, line: number, column: number): number {
  const before = text.split("\n").slice(0, line - 1);
  return Math.min(before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1, text.length);
}

/** The browser asks before a changed text is left; sending the form is no leaving. */
function keepWhatIsTyped(text: HTMLTextAreaElement): void {
  let sending = false;
  document.addEventListener("submit", (event) => {
    sending = !event.defaultPrevented; // what a script sends leaves the page where it is
  });
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== text.defaultValue && !sending) event.preventDefault();
  });
}

/** A page of another kind (signed out, broken) never takes the place of the answer. */
function isAnswer(event: CustomEvent<SwapDetail>): boolean {
  const response = event.detail.ctx.response;
  return !response || ((response.status < 400 || response.status === refused) && !response.raw.redirected);
}
