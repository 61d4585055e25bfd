import "htmx.org";
import "../styles/clinic.css";
import { announce } from "./page/announce.ts";
import { focusErrorSummary } from "./page/errors.ts";
import { startPage } from "./page/index.ts";

startPage();
document.addEventListener("htmx:after:swap", () => focusErrorSummary());
document.addEventListener("announce", (event) => {
  if (event instanceof CustomEvent) announce(String(event.detail.value));
});
