import { html, render, type TemplateResult } from "lit";
import { NoCopy } from "../store/faults.ts";
import type { Store, Trouble } from "../store/index.ts";
import { _ } from "../words/index.ts";
import { button, link } from "./parts/button.ts";
import { icon } from "./parts/icon.ts";
import { pageHeader } from "./parts/page.ts";
import { readAsChosen } from "./reading.ts";
import { type Screens, type Shell, startShell } from "./shell.ts";
import { loadCalendar } from "./time.ts";

/**
 * Draws the app once the phone's copy is there, or says why there is none. Whoever reads another language or size
 * than the last time sees it from the first moment on. Undefined where there was nothing to show.
 */
export async function startApp(
  root: HTMLElement,
  open: () => Promise<Store>,
  screens: Screens,
): Promise<Shell | undefined> {
  const found = opening(open);
  loadCalendar();
  const [opened] = await Promise.all([found, readAsChosen()]);
  if (typeof opened !== "string") await readAsChosen(opened.copy.snapshot.reader);
  nameSkipLink();
  const place = emptied(root);
  if (typeof opened !== "string") return followReader(opened, startShell(place, opened, screens));
  const again = () => void startApp(place, open, screens);
  render(nothingYet(opened, again), place);
  return undefined;
}

/** A setting that was changed on the server, or on another device, holds here too. */
function followReader(store: Store, shell: Shell): Shell {
  let before = store.copy.snapshot.reader;
  store.subscribe(({ snapshot: { reader } }) => {
    const same = reader.language === before.language && reader.text_size === before.text_size;
    before = reader;
    if (!same) void readAsChosen(reader).then(() => shell.redraw());
  });
  return shell;
}

/** Without the skeleton, or what was said before: a new element, for Lit remembers the old one. */
function emptied(root: HTMLElement): HTMLElement {
  const place = root.cloneNode(false) as HTMLElement;
  root.replaceWith(place);
  return place;
}

async function opening(open: () => Promise<Store>): Promise<Store | Trouble> {
  try {
    return await open();
  } catch (fault) {
    return fault instanceof NoCopy ? fault.trouble : "storage";
  }
}

function nameSkipLink(): void {
  const skip = document.querySelector("[data-skip-link]");
  if (skip) skip.textContent = _("Skip to the content");
}

function nothingYet(why: Trouble, again: () => void): TemplateResult {
  const [title, words] = said(why);
  return html`<header class="app-header"><div class="app-header__row">
      <a class="app-header__brand" href="/today/">${icon("tally")}Everyrep</a>
    </div></header>
    <main class="page__main" id="main" tabindex="-1"><div class="column stack">
      ${pageHeader(title)}
      <p>${words}</p>
      <div class="row">${why === "signed_out" || why === "closed" ? signIn() : button(_("Try again"), again, { kind: "primary" })}</div>
      <p class="soft">${_("If it may be an emergency, call your local emergency number first. Then call the clinic.")}</p>
    </div></main>`;
}

function signIn(): TemplateResult {
  const address = `/sign-in/?next=${encodeURIComponent(location.pathname)}`;
  return link(_("Sign in"), address, { kind: "primary", icon: "log-in" });
}

function said(why: Trouble): readonly [string, string] {
  switch (why) {
    case "offline":
      return [
        _("Open this once with a connection"),
        _(
          "Your exercises are not on this phone yet. Connect it to the internet and try again. After that they are here without a connection too.",
        ),
      ];
    case "signed_out":
      return [
        _("Please sign in"),
        _("Open the link from your clinic, or sign in. What is not sent yet stays on this phone."),
      ];
    case "closed":
      return [
        _("This way in was closed"),
        _("Your exercises were taken off this phone. Ask your clinic for a new link, or sign in."),
      ];
    case "storage":
      return [
        _("This phone cannot keep your exercises"),
        _(
          "The browser does not let this page keep anything, or the phone is full. Free some space, or open the page outside a private window.",
        ),
      ];
    case "insecure":
      return [
        _("This page needs a secure address"),
        _("Open it with https:// in the address, or tell your clinic."),
      ];
    case "server":
    case "":
      return [_("The clinic's computer does not answer"), _("Please try again in a few minutes.")];
  }
}
