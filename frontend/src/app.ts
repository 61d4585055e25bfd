import "../styles/patient.css";
import { watchInstall } from "./app/install.ts";
import { screenAt } from "./app/screens.ts";
import { startApp } from "./app/start.ts";
import { wireMovement } from "./movement/index.ts";
import { startPage } from "./page/index.ts";
import { wireOutboxStatus } from "./store/outbox_status.ts";
import { openStore } from "./store/page.ts";
import { startWorker } from "./worker/page.ts";

const root = document.querySelector<HTMLElement>("[data-app]");

startPage();
wireMovement();
wireOutboxStatus();
if (root) {
  const shell = startApp(root, openStore, screenAt);
  watchInstall(() => void shell.then((app) => app?.redraw()));
}
void startWorker();
