"""A dose typed into one line, put in the place of the dose it changes."""

from dataclasses import replace
from datetime import date

from everyrep.core.dosage import Dosage
from everyrep.core.language import parse_words
from everyrep.core.plan import Prescription
from everyrep.core.problems import Invalid
from everyrep.core.schedule import Pattern, Schedule, check_falls_due
from everyrep.core.shorthand import parse


def retyped(item: Prescription, text: str, *, today: date) -> Prescription:
    """The prescription with a typed dose; what one line cannot say (routines, pauses, the reason of a
    range limit, what an as-needed exercise is for) stays as it was.

    Raises Invalid, also for a schedule that never falls due from `today` on.
    """
    dosage, schedule = read_dose(text)
    schedule = _with_unsaid_times(schedule, item.schedule)
    check_falls_due(schedule, today)
    return replace(item, dosage=_with_unsaid_limit(dosage, item.dosage), schedule=schedule)


def read_dose(text: str) -> tuple[Dosage, Schedule]:
    """Shorthand, or the plain words a patient reads. A line that is neither is explained as shorthand."""
    try:
        return parse(text)
    except Invalid as slip:
        if any(problem.field != "shorthand" for problem in slip.problems):
            raise
        try:
            return parse_words(text)
        except Invalid as fault:
            understood = all(problem.field != "words" for problem in fault.problems)
            raise (fault if understood else slip) from None


def _with_unsaid_times(said: Schedule, before: Schedule) -> Schedule:
    same_kind = said.pattern is Pattern.AS_NEEDED and before.pattern is Pattern.AS_NEEDED
    return replace(
        said,
        trigger=before.trigger if same_kind else "",
        anchors=before.anchors[: said.times_per_day],
        paused=before.paused,
    )


def _with_unsaid_limit(said: Dosage, before: Dosage) -> Dosage:
    limit, old = said.rom_limit, before.rom_limit
    if limit is None or old is None or (limit.joint, limit.motion) != (old.joint, old.motion):
        return said
    return replace(said, rom_limit=replace(limit, reason=old.reason, expires=old.expires))
