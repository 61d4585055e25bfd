import { announce } from "../page/announce.ts";
import { type Said, StorageFull, type Store } from "../store/index.ts";
import { _ } from "../words/index.ts";
import { bodyOf } from "./log_form.ts";

/** Opens the store of the account that the page was made for. */
export type OpenStore = (account: string) => Promise<Store>;

/** What the page says of the entry it shows. */
interface Entry {
  readonly id: string;
  readonly revision: number;
  readonly localDate: string;
  readonly version: string;
  readonly evidence: Said["evidence"];
}

/**
 * Lets an entry be corrected and removed on its own page, through the phone's store: kept first, then sent. What
 * was typed stays on the page until it is kept.
 */
export function wireEntry(open: OpenStore, reload: () => void, root: Document = document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-log-form]")) return;
    event.preventDefault();
    const body = bodyOf(form);
    if (body) void say(open, reload, root, { ...correction(entryOf(form, root)), body });
  });
  root.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest<HTMLElement>("[data-retract]");
    if (!button) return;
    const entry = entryOf(button, root);
    void say(open, reload, root, { ...correction(entry), kind: "retract", body: {} });
  });
}

function entryOf(element: HTMLElement, root: Document): Entry {
  const { amend, retract, revision = "1", evidence = "ticked" } = element.dataset;
  const context = root.querySelector<HTMLElement>("[data-log-context]")?.dataset ?? {};
  return {
    id: amend ?? retract ?? "",
    revision: Number(revision),
    localDate: context.localDate ?? "",
    version: context.version ?? "",
    evidence: evidence === "recalled" ? "recalled" : "ticked",
  };
}

function correction({ id, revision, localDate, version, evidence }: Entry): Omit<Said, "body"> {
  return { kind: "amend", entryId: id, baseRev: revision, localDate, programRev: version || null, evidence };
}

/** The page is read anew once the server has it; until then it says where it is. */
async function say(open: OpenStore, reload: () => void, root: Document, said: Said): Promise<void> {
  try {
    const store = await open(root.querySelector<HTMLElement>("[data-account]")?.dataset.account ?? "");
    await store.log(said);
    announce(_("Saved on this phone"));
    await store.refresh();
    const { waiting, trouble } = store.copy.outbox;
    if (waiting === 0 && !trouble) reload();
  } catch (fault) {
    announce(
      fault instanceof StorageFull
        ? _(
            "Not saved: this phone has no room left. Free some space, then try again. Nothing you logged before is lost.",
          )
        : _("Not saved. Please try again. Nothing you logged before is lost."),
    );
  }
}
