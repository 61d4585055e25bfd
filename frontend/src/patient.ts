import "../styles/patient.css";
import { startPage } from "./page/index.ts";
import { wireToday } from "./patient/day.ts";
import { wireGuided } from "./patient/guided/index.ts";
import { showQuestions, wireLogForms } from "./patient/log_form.ts";
import { wireQuick } from "./patient/quick.ts";
import { sayWhatWasSent, wireSending } from "./patient/sending.ts";
import { wireSteppers } from "./patient/stepper.ts";

startPage();
wireSending();
sayWhatWasSent();
wireSteppers();
wireQuick();
wireLogForms();
wireGuided();
wireToday();
for (const form of document.querySelectorAll<HTMLFormElement>("[data-log-form]")) showQuestions(form);
