import { html, nothing, type TemplateResult } from "lit";
import type { Copy } from "../../store/index.ts";
import type { Saying } from "../../sync/operation.ts";
import { _ } from "../../words/index.ts";
import { said, standing } from "../day.ts";
import type { Flags } from "../flags.ts";
import { install, persist, wayToInstall } from "../install.ts";
import { button } from "../parts/button.ts";
import { notice } from "../parts/page.ts";
import type { Part } from "../parts/part.ts";
import { worryIn } from "../worry.ts";

const sessionsBefore = 2; // the hint comes once the app has shown that it is of use

/** Sessions in which something was logged. */
export function sessionsLogged(copy: Copy): number {
  const exercises = standing(copy).filter((entry) => said(entry, "type") === "exercise");
  return new Set(exercises.map((entry) => `${entry.top.local_date} ${said(entry, "session")}`)).size;
}

/** Once, after the second session: how the app comes onto the home screen. */
export function installHint(copy: Copy, flags: Flags): Part {
  const way = wayToInstall();
  if (!way || sessionsLogged(copy) < sessionsBefore || flags.aside("install")) return nothing;
  return notice(
    "info",
    _("Keep Everyrep on your home screen"),
    html`<p>${_("It opens with one tap, also without a connection, and the phone keeps what is not sent yet.")}</p>
      ${way === "by hand" ? html`<p>${_("Tap Share at the edge of the screen, then Add to Home Screen.")}</p>` : nothing}
      <div class="row">
        ${way === "browser" ? button(_("Put it there"), () => void put(flags), { icon: "download" }) : nothing}
        ${button(_("Not now"), () => flags.putAside("install"), { kind: "quiet" })}
      </div>`,
  );
}

async function put(flags: Flags): Promise<void> {
  await install();
  await persist();
  flags.putAside("install");
}

/** Whether something logged on a day leads to the symptom check. */
export function hurtIn(copy: Copy, date: string): boolean {
  const today = standing(copy).filter(({ top }) => top.local_date === date);
  return today.some(({ top }) => worryIn(copy.snapshot.symptom_check, top.body as Saying["body"]) === "pain");
}

/** After much pain: the way to help, and no word on what the pain means. */
export function hurtNotice(href: string): TemplateResult {
  return notice(
    "info",
    _("You told us that it hurt"),
    html`<p>${_("Tell us if it is new or worrying.")}</p>
      <p><a href=${href}>${_("I have a worrying symptom")}</a></p>`,
  );
}
