import htmx from "htmx.org";
import { announce } from "../page/announce.ts";

/** What htmx says of a request; only the part used here. */
interface SwapDetail {
  ctx: { request: { method: string; body: FormData }; response?: { status: number; raw: Response } };
}

const refused = 422; // the server has looked at what was typed and shows it again with its problems

/**
 * Keeps focus where it was when a part of the page is exchanged, and says so when a change did not arrive.
 * `builder` carries the sentence for that as data-not-saved.
 */
export function wireSwaps(builder: HTMLElement): void {
  htmx.config.morphIgnore.push("open"); // what is unfolded stays unfolded
  let focused = "";
  let line = -1;
  document.addEventListener("htmx:before:swap", (event) => {
    focused = document.activeElement?.id ?? "";
    line = lines().findIndex((one) => one.contains(document.activeElement));
    if (!arrived(event as CustomEvent<SwapDetail>)) {
      event.preventDefault();
      announce(builder.dataset.notSaved ?? "");
    }
  });
  document.addEventListener("htmx:config:request", (event) => {
    sendUnfolded((event as CustomEvent<SwapDetail>).detail.ctx.request);
  });
  document.addEventListener("htmx:after:swap", () => refocus(focused, line));
  document.addEventListener("announce", forgetEarlier);
  document.addEventListener("htmx:error", () => announce(builder.dataset.notSaved ?? ""));
}

/** Says which dose forms are on the page, so that the answer holds them too and nothing typed there is lost. */
function sendUnfolded(request: SwapDetail["ctx"]["request"]): void {
  if (request.method !== "POST") return;
  for (const whole of document.querySelectorAll<HTMLElement>("[data-whole]:has(form)")) {
    request.body.append("open", whole.dataset.whole ?? "");
  }
}

/** One change follows the other quickly here: only what the last one did stays in view. */
function forgetEarlier(): void {
  for (const toast of document.querySelectorAll("[data-toasts] > *")) toast.remove();
}

/** A page of another kind (signed out, gone, broken) never takes the place of the program. */
function arrived(event: CustomEvent<SwapDetail>): boolean {
  const response = event.detail.ctx.response;
  if (!response) return true;
  return (response.status < 400 || response.status === refused) && !response.raw.redirected;
}

function lines(): Element[] {
  return [...document.querySelectorAll("[data-item]")];
}

/** Back to the control; where it is gone, to what stands in its line's place now, or to the program. */
function refocus(id: string, line: number): void {
  if (!id || document.activeElement?.id === id || document.activeElement !== document.body) return;
  const same =
    document.getElementById(id) ??
    lines()[line]?.querySelector<HTMLElement>("h3") ??
    document.getElementById("program-title");
  if (!same) return;
  if (!same.matches("a, button, input, select, textarea, summary")) same.tabIndex = -1;
  same.focus();
}
