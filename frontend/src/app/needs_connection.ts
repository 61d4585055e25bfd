import { html, type TemplateResult } from "lit";
import { _ } from "../words/index.ts";
import { button, link } from "./parts/button.ts";
import { pageHeader } from "./parts/page.ts";
import { addressOf } from "./router.ts";
import type { Screen } from "./screen.ts";

/** For a page that the server draws, where the service worker has answered without a connection. */
export function needsConnection(): Screen {
  return { title: _("This page needs a connection"), tab: "", draw };
}

function draw(): TemplateResult {
  return html`<div class="column stack">
    ${pageHeader(_("This page needs a connection"))}
    <p>${_("Your exercises work without one, and what you log is kept on this phone.")}</p>
    <div class="row">
      ${link(_("Back to Today"), addressOf({ name: "today" }), { kind: "primary", icon: "house" })}
      ${button(_("Try again"), () => location.reload())}
    </div>
  </div>`;
}
