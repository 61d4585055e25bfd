import type { Item } from "../../store/snapshot.ts";
import { _ } from "../../words/index.ts";

/** A sentence that answers the reason, before what can be done about it; "" for none. */
export function kindWords(reason: string, item: Item): string {
  const words: Readonly<Record<string, string>> = {
    forgot: _(
      "That happens to everyone. A moment that is yours already, such as after breakfast, makes it easier.",
    ),
    no_time: _("A little is better than nothing."),
    unsure_how: _("Have a look at it again, slowly."),
    not_helping: _("That is worth knowing. Your therapist can change it."),
    unwell: _("Then rest. Your plan waits for you."),
    equipment:
      item.equipment.length > 0 ? _("You need: %(things)s", { things: item.equipment.join(", ") }) : "",
    away: _("Enjoy it, or get through it well. Your plan waits for you."),
    low_mood: _(
      "Some days are heavy. You do not have to do all of it, and you do not have to carry it alone.",
    ),
  };
  return words[reason] ?? "";
}

/** A question that needs no more than a tap; "" where only the reader knows what to ask. */
export function prefilled(reason: string, { name, equipment }: Item): string {
  const things = equipment.join(", ");
  const words: Readonly<Record<string, string>> = {
    pain: _("%(name)s hurts. What should I do?", { name }),
    unsure_how: _("I am not sure how to do %(name)s. Can you show me?", { name }),
    not_helping: _("%(name)s does not seem to help me. Should I go on with it?", { name }),
    equipment: things
      ? _("I do not have what %(name)s needs (%(things)s). What can I use?", { name, things })
      : _("I do not have what %(name)s needs. What can I use?", { name }),
    low_mood: _("I have been feeling low. Could we talk?"),
  };
  return words[reason] ?? "";
}
