import "htmx.org";
import "../styles/clinic.css";
import { startAuthoring } from "./clinic/authoring.ts";
import { startBuilder } from "./clinic/builder.ts";
import { watchIdle } from "./clinic/idle.ts";
import { wireMovement } from "./movement/index.ts";
import { announce } from "./page/announce.ts";
import { wireCopy } from "./page/copy.ts";
import { focusErrorSummary } from "./page/errors.ts";
import { startPage } from "./page/index.ts";
import { startAtEnd } from "./page/start_at_end.ts";
import { wirePasskeys } from "./public/passkey.ts";

startPage();
wireMovement();
wireCopy();
startAtEnd();
startBuilder();
startAuthoring();
watchIdle();
wirePasskeys();
document.addEventListener("htmx:after:swap", () => focusErrorSummary());
document.addEventListener("announce", (event) => {
  if (event instanceof CustomEvent) announce(String(event.detail.value));
});
