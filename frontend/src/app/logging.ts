import { type Said, type Standing, StorageFull } from "../store/index.ts";
import type { Day } from "../store/snapshot.ts";
import { _ } from "../words/index.ts";
import type { Go } from "./day.ts";
import { doneBody, sayOf } from "./saying.ts";
import type { App } from "./screen.ts";

/**
 * Keeps what was said, and says where it is. Resolves with the entry ids; with undefined where the phone had no
 * room, which the reader was then told: nothing typed may be thrown away.
 */
export async function keepSaid(app: App, ...said: readonly Said[]): Promise<readonly string[] | undefined> {
  try {
    const ids = await app.store.log(...said);
    app.announce(_("Saved on this phone"));
    return ids;
  } catch (fault) {
    app.announce(
      fault instanceof StorageFull
        ? _(
            "Not saved: this phone has no room left. Free some space, then try again. Nothing you logged before is lost.",
          )
        : _("Not saved. Please try again. Nothing you logged before is lost."),
    );
    return undefined;
  }
}

/** Goes done as planned, all at once. */
export function tick(app: App, day: Day, today: string, goes: readonly Go[]) {
  return keepSaid(app, ...goes.map(({ item, session }) => sayOf(day, today, doneBody(item.key, session))));
}

export async function takeBack(app: App, ...entryIds: readonly string[]): Promise<void> {
  try {
    for (const id of entryIds) await app.store.retract(id);
    app.announce(_("Taken back"));
  } catch {
    app.announce(_("Not saved. Please try again. Nothing you logged before is lost."));
  }
}

/** Where an entry is, in words. */
export function placeWords({ place }: Standing): string {
  return {
    phone: _("Saved on this phone"),
    therapist: _("With your therapist ✓"),
    aside: _("With the clinic, who will look at it"),
  }[place];
}
