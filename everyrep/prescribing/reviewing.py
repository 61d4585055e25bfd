"""Looking a program through: for each exercise whether it goes on, changes or stops, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from everyrep.core.freshness import REVIEW_AFTER_DAYS
from everyrep.core.plan import Prescription
from everyrep.core.problems import N_, Problem
from everyrep.prescribing.models import Draft

WHY_LENGTH = 200  # characters; product bound, one line beside the exercise
LATEST_REVIEW_DAYS = 180  # product bound: a program that nobody looks at for longer is not looked after


class Do(Enum):
    """What becomes of an exercise at a review."""

    CONTINUE = "continue"
    CHANGE = "change"
    STOP = "stop"
    ADD = "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`why` is needed for all but going on. `review_by` is the next look at an exercise that goes on."""

    do: Do
    why: str = ""
    review_by: date | None = None


def next_review(today: date) -> date:
    """When an exercise that goes on is looked at again, where nobody says otherwise."""
    return today + timedelta(days=REVIEW_AFTER_DAYS)


def review_problems(decisions: Mapping[str, Decision], today: date) -> list[Problem]:
    """What is wrong with them; fields are `why-` or `review_by-` and the key."""
    return [problem for key, decision in decisions.items() for problem in _problems(key, decision, today)]


def _problems(key: str, decision: Decision, today: date) -> list[Problem]:
    found = []
    if decision.do is not Do.CONTINUE and not decision.why.strip():
        text = N_("Write why, in a few words, such as: easy for a week, or pain the next day.")
        found.append(Problem(f"why-{key}", text))
    if len(decision.why.strip()) > WHY_LENGTH:
        values: dict[str, object] = {"length": len(decision.why.strip()), "most": WHY_LENGTH}
        text = N_("%(length)s characters is too long for a reason; use at most %(most)s.")
        found.append(Problem(f"why-{key}", text, values))
    latest = today + timedelta(days=LATEST_REVIEW_DAYS)
    if decision.review_by is not None and not today < decision.review_by <= latest:
        values = {"earliest": (today + timedelta(days=1)).isoformat(), "latest": latest.isoformat()}
        text = N_("Choose a day from %(earliest)s to %(latest)s.")
        found.append(Problem(f"review_by-{key}", text, values))
    return found


def reviewed(item: Prescription, decision: Decision) -> dict[str, Any]:
    """A decision as the draft and the version keep it."""
    return {"do": decision.do.value, "why": decision.why.strip(), "exercise": item.exercise}


def decisions_that_hold(draft: Draft) -> dict[str, Any]:
    """The decisions of the review that the draft still bears out: what was to stop has left, the rest not."""
    kept = {item["key"] for item in draft.items}
    return {
        key: decision
        for key, decision in draft.decisions.items()
        if (decision["do"] == Do.STOP.value) != (key in kept)
    }
