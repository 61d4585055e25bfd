import "../styles/patient.css";
import { wireCopy } from "./page/copy.ts";
import { startPage } from "./page/index.ts";
import { keepLive } from "./page/live.ts";
import { wirePhotos } from "./page/photos.ts";
import { wireEntry } from "./patient/entry.ts";
import { wireLogForms } from "./patient/log_form.ts";
import { wireReminders } from "./patient/reminders.ts";
import { wireSending } from "./patient/sending.ts";
import { wireSteppers } from "./patient/stepper.ts";
import { wirePasskeys } from "./public/passkey.ts";
import { wireOutboxStatus } from "./store/outbox_status.ts";
import { type Opened, storeOf } from "./store/page.ts";
import { use } from "./words/index.ts";
import { startWorker } from "./worker/page.ts";

let opened: Promise<Opened> | undefined;
const open = (account: string) => {
  opened ??= storeOf(account);
  return opened;
};

startPage();
void use(document.documentElement.lang).then(wireOutboxStatus);
wireSteppers();
wirePasskeys();
wireLogForms();
wireEntry(open, () => location.reload());
wireSending(open);
wireCopy();
keepLive();
wirePhotos();
void startWorker();
void wireReminders();
