import { html, nothing, type TemplateResult } from "lit";
import type { Clinic, Snapshot } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";
import { link } from "../parts/button.ts";
import { notice } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import type { Standing } from "../program.ts";
import { dateIn, inWords, type Moment } from "../time.ts";

/** Without a program in force: why, and what comes. */
export function outOfProgram({ state, day }: Standing, clinic: Clinic): TemplateResult {
  if (state === "starts")
    return notice(
      "info",
      _("Your program starts on %(day)s", { day: inWords(day) }),
      html`<p>${_("Nothing to do until then. Your exercises will show here that day.")}</p>`,
    );
  if (state === "ended")
    return notice(
      "info",
      _("Your program ended on %(day)s", { day: inWords(day) }),
      html`<p>${_("Well done for all you did. If you would like to go on, or something changes, call your clinic.")}</p>
        ${callClinic(clinic, "secondary")}`,
    );
  return notice(
    "info",
    _("Your program is on its way"),
    html`<p>${_("Your therapist has not signed a program for you yet. It will show here as soon as it is ready.")}</p>`,
  );
}

/** The plan waits until somebody of the clinic has talked to the patient. */
export function held({ clinic, symptom_check, program }: Snapshot): TemplateResult {
  return html`<section class="emergency" aria-labelledby="held">
    <h2 id="held">${_("Your plan is paused")}</h2>
    ${program.held_words ? html`<p class="as-written"><strong>${program.held_words}</strong></p>` : nothing}
    <p>${_("Your exercises wait until your clinic has talked to you.")}</p>
    ${callClinic(clinic, "stop")}
    <p class="as-written">${symptom_check.emergency_text}</p>
  </section>`;
}

export function callClinic({ phone, dialled }: Clinic, kind: "stop" | "secondary"): Part {
  if (!phone) return nothing;
  const words = _("Call the clinic: %(phone)s", { phone: phone.replaceAll(" ", "\u00a0") }); // in one piece
  return link(words, `tel:${dialled}`, { kind, icon: "phone", size: kind === "stop" ? "large wide" : "" });
}

/** The phone's date cannot be right, or the copy reaches no further than some day before. */
export function oddDate(moment: Moment, { made_at, reader }: Snapshot): Part {
  const made = inWords(dateIn(reader.zone, new Date(made_at)), { dateStyle: "long" });
  if (moment.clockWrong)
    return notice(
      "attention",
      _("Check the date on this phone"),
      html`<p>${_("The date on this phone does not fit. This page shows %(day)s, when your program was last fetched. What you log here is kept under that day.", { day: made })}</p>`,
    );
  if (!moment.old) return nothing;
  return notice(
    "attention",
    _("Your plan may have changed"),
    html`<p>${_("This phone last fetched your program on %(day)s. Connect it to the internet soon. What you log until then is kept.", { day: made })}</p>`,
  );
}
