import { html, type TemplateResult } from "lit";
import { _ } from "../words/index.ts";
import { link } from "./parts/button.ts";
import { pageHeader } from "./parts/page.ts";
import { addressOf } from "./router.ts";

/** For an address that the phone's copy holds nothing for. */
export function notHere(): TemplateResult {
  return html`<div class="column stack">
    ${pageHeader(_("This is not on this phone"))}
    <p>${_("It may belong to an earlier program, or to a day that this phone does not keep.")}</p>
    <div>${link(_("Back to Today"), addressOf({ name: "today" }), { icon: "house" })}</div>
  </div>`;
}
