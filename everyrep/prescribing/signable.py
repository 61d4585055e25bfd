"""What stands in the way of a signature, each part on its own, so that it can be shown beforehand."""

from datetime import date, timedelta

from everyrep.core.plan import Plan, check_plan
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.people.models import Clinic, Patient
from everyrep.prescribing.models import Draft
from everyrep.prescribing.queries import Workbench, blocked_exercises

LATEST_START_DAYS = 60  # a program signed today starts within two months
CONFIDENCE_MOST = 10  # the scale is 0 to 10
# Below this a simpler program is talked about: clinical reference 2.2 (Medina-Mirapeix 2009: fewer exercises
# and self-efficacy predict what is kept up). A product default, editable by the clinic; it blocks nothing.
CONFIDENCE_ENOUGH = 7
REASON_LENGTH = 300  # characters; product bound, one line on the chart


def obstacles(bench: Workbench, *, today: date) -> list[Problem]:
    """What would refuse a signature today, whatever is typed on the sign page."""
    plan = Plan(number=1, valid_from=today, items=bench.review.items)
    return [*clinic_problems(bench.patient.clinic), *plan_problems(plan, bench.patient)]


def start_range(today: date) -> tuple[date, date]:
    """The first and last day a version may begin on: also before one that was signed to start later."""
    return today, today + timedelta(days=LATEST_START_DAYS)


def clinic_problems(clinic: Clinic) -> list[Problem]:
    if clinic.emergency_text.strip():
        return []
    text = N_(
        "The clinic has no emergency text yet. A program can be signed once the clinic's owner has"
        " written, in the clinic's settings, what a patient should do in an emergency."
    )
    return [Problem("emergency_text", text)]


def revision_problems(draft: Draft, revision: int) -> list[Problem]:
    if draft.revision == revision:
        return []
    text = N_("%(name)s changed this draft after you opened it. Look at it again, then sign.")
    return [Problem("revision", text, {"name": draft.updated_by_name})]


def reason_problems(reason: str) -> list[Problem]:
    if not reason.strip():
        text = N_("Write why, in a few words, such as: first program, or pain settled.")
        return [Problem("reason", text)]
    if len(reason.strip()) > REASON_LENGTH:
        text = N_("%(length)s characters is too long for a reason; use at most %(most)s.")
        return [Problem("reason", text, {"length": len(reason.strip()), "most": REASON_LENGTH})]
    return []


def confidence_problems(confidence: int | None) -> list[Problem]:
    if confidence is None or 0 <= confidence <= CONFIDENCE_MOST:
        return []
    return [Problem("confidence", N_("Choose a number from 0 to %(most)s."), {"most": CONFIDENCE_MOST})]


def start_problems(valid_from: date, today: date) -> list[Problem]:
    earliest, last = start_range(today)
    if earliest <= valid_from <= last:
        return []
    text = N_("Choose a start from %(earliest)s to %(latest)s. Past days keep the program they had.")
    return [Problem("valid_from", text, {"earliest": earliest.isoformat(), "latest": last.isoformat()})]


def plan_problems(plan: Plan, patient: Patient) -> list[Problem]:
    """Faults of the program itself, then the items that a flag blocks: field `item-` and the item's key."""
    problems: list[Problem] = []
    try:
        check_plan(plan)
    except Invalid as fault:
        problems.extend(fault.problems)
    for item, flag in blocked_exercises(plan.items, patient):
        text = N_(
            "%(exercise)s is blocked by the patient's flag %(flag)s."
            " Take it out, or write why it is still right for this patient."
        )
        problems.append(Problem(f"item-{item.key}", text, {"exercise": item.exercise, "flag": flag}))
    return problems
