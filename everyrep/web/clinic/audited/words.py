"""What the audit keeps, in plain words. A name that has none yet is shown as it is kept."""

from django.utils.translation import gettext as _

from everyrep.audit.actions import READ
from everyrep.core.problems import N_
from everyrep.tenancy.viewer import Role

LOOKED_AT = {
    "account": N_("ways to sign in"),
    "attention": N_("the list of who needs attention"),
    "audit": N_("who looked"),
    "calendar": N_("the calendar"),
    "chart": N_("the chart"),
    "details": N_("personal details"),
    "devices": N_("devices"),
    "draft": N_("the draft of the program"),
    "entry": N_("an entry and its history"),
    "handout": N_("the handout"),
    "messages": N_("messages"),
    "monitoring": N_("the monitoring worksheet"),
    "monitoring_file": N_("the monitoring worksheet, as a table"),
    "paper_sheet": N_("a paper sheet"),
    "people": N_("who can see what"),
    "photo": N_("a photo in the messages"),
    "plain": N_("the program, without scripts"),
    "progress": N_("progress"),
    "proposal": N_("a proposal"),
    "proposals": N_("proposals"),
    "reason": N_("what asks for somebody"),
    "reminders": N_("reminders"),
    "rules": N_("rules of an exercise"),
    "snapshot": N_("the program, in the app"),
    "summary": N_("the visit summary"),
    "sync": N_("the log, in the app"),
    "version": N_("a signed program"),
}
DID = {  # (action, what it was done to)
    ("acknowledge", "alert"): N_("said that they saw an alert"),
    ("add", "patient"): N_("added the patient"),
    ("amend", "time_entry"): N_("changed a note of time"),
    ("call", "alert"): N_("called somebody to an alert"),
    ("call", "patient_call"): N_("noted a call"),
    ("change", "patient"): N_("changed personal details"),
    ("choose_demonstrator", "patient"): N_("chose who shows the exercises"),
    ("choose_language", "patient"): N_("chose a language"),
    ("choose_preferences", "patient"): N_("changed settings"),
    ("create_account", "patient"): N_("gave an account"),
    ("create_link", "link"): N_("made a link"),
    ("hand_over", "reason"): N_("handed something over"),
    ("hand_over", "alert"): N_("handed an alert over"),
    ("handle", "reason"): N_("marked something as handled"),
    ("log", "operations"): N_("logged exercises or answers"),
    ("open", "episode"): N_("opened an episode"),
    ("close", "episode"): N_("closed an episode"),
    ("print", "version"): N_("printed the program"),
    ("raise", "alert"): N_("raised an alert"),
    ("remove", "time_entry"): N_("took out a note of time"),
    ("revoke_link", "link"): N_("closed a link"),
    ("set_link_date", "link"): N_("moved the last day of a link"),
    ("see", "version"): N_("read what changed in the program"),
    ("settle", "alert"): N_("cleared an alert"),
    ("settle", "message"): N_("marked a message as seen to"),
    ("settle", "question"): N_("marked a question as seen to"),
    ("settle", "quarantined_operation"): N_("settled an entry that could not be counted"),
    ("sign", "version"): N_("signed a program"),
    ("take_charge", "patient"): N_("took charge of the patient"),
    ("write", "message"): N_("wrote a message"),
    ("write", "time_entry"): N_("noted time by hand"),
    ("edit", "draft"): N_("changed the draft of the program"),
    ("discard", "draft"): N_("threw the draft of the program away"),
    ("invite_caregiver", "caregiver"): N_("let somebody help"),
    ("end_care", "caregiver"): N_("ended a helper's access"),
    ("open", "draft"): N_("began a draft of the program"),
    ("assign", "rules"): N_("set rules for an exercise"),
    ("switch_off", "rules"): N_("switched off the rules of an exercise"),
    ("propose", "proposal"): N_("made a proposal"),
    ("accepted", "proposal"): N_("accepted a proposal"),
    ("edited", "proposal"): N_("accepted a proposal with a change"),
    ("rejected", "proposal"): N_("rejected a proposal"),
    ("read_first", "message"): N_("read messages first"),
    ("set_milestones", "episode"): N_("set the steps to the goal"),
    ("mark_milestone", "episode"): N_("marked a step to the goal"),
    ("open_link", "link"): N_("came in by a link"),
    ("sign_in", "device"): N_("signed in on a device"),
    ("sign_out_device", "device"): N_("signed out a device"),
    ("renew_passphrase", "patient"): N_("renewed a password"),
    ("birth_year_given", "link"): N_("gave the birth year"),
    ("birth_year_wrong", "link"): N_("gave a wrong birth year"),
    ("choose_reminders", "reminders"): N_("set reminders"),
    ("stop_reminders", "reminders"): N_("stopped reminders"),
    ("open_calendar", "reminders"): N_("opened a calendar"),
    ("close_calendar", "reminders"): N_("closed a calendar"),
    ("subscribe", "reminders"): N_("allowed notifications"),
    ("unsubscribe", "reminders"): N_("ended notifications"),
}


def happened_words(action: str, object_type: str) -> str:
    """What somebody did or saw, as a part of a sentence."""
    if action == READ:
        known = LOOKED_AT.get(object_type)
        return _("looked at: %(what)s") % {"what": _(known) if known else _named(object_type)}
    known = DID.get((action, object_type))
    return _(known) if known else f"{_named(action)} ({_named(object_type)})"


def _named(name: str) -> str:
    return name.replace("_", " ")


def who_words(name: str, role: str) -> str:
    """A name with what they are to the patient."""
    return _("%(name)s, %(role)s") % {"name": name, "role": _role(role)}


def _role(role: str) -> str:
    return {
        Role.OWNER: _("owner"),
        Role.THERAPIST: _("therapist"),
        Role.ASSISTANT: _("assistant"),
        Role.FRONT_DESK: _("front desk"),
        Role.PATIENT: _("patient"),
        Role.LINK: _("by the patient's link"),
        Role.CAREGIVER: _("caregiver"),
        Role.SYSTEM: _("the installation itself"),
    }[Role(role)]
