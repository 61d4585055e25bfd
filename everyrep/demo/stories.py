"""How the weeks go: each story is one way in which real people live with a home program."""

from dataclasses import dataclass
from datetime import time

from everyrep.demo.said import AtHome, Caregiver, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One way of keeping, losing or bending a program; weeks and days count from the first day of care.

    keeps: the share of planned sessions done, from a week on. improves: how far pain goes toward its
    settled value (1 all the way, 0 not at all, below 0 it rises). guided: the share of sessions done with
    the guided flow, with sets and repetitions as they were. recalls_after_days: days until it is noted.
    care_weeks: how long the patient has been in care, where the story needs it. away_days_ago: first and
    last day of a journey, in days before today. ill_days_ago: when an illness began that is not over.
    effort: usual effort, 0-10. confidence: how sure of keeping to the program, 0-10, when it is signed.
    review_after_days: how long after signing the therapist wants to look at the first exercise again.
    """

    id: str
    keeps: tuple[tuple[int, float], ...] = ((0, 0.8),)
    improves: float = 1.0
    effort: int = 4
    difficulty: str = "right"
    guided: float = 0.25
    recalls_after_days: int = 0
    on_paper: bool = False
    flares: bool = False
    too_hard: bool = False
    as_needed: bool = False
    weekly: bool = False
    care_weeks: tuple[int, int] | None = None
    closed: bool = False
    away_days_ago: tuple[int, int] | None = None
    away_zone: str = ""
    ill_days_ago: int | None = None
    phone_slips: bool = False
    mood: str = "steady"
    confidence: int = 8
    review_after_days: int | None = None
    at_home: AtHome = AtHome()


def in_the_evening(session: int) -> Said:
    """That session of the day is done after the evening news from now on."""
    return Said(
        days_ago=9,
        at=time(13, 10),
        body={"type": "routine", "session": session, "at": "19:30"},
        words="news",
    )


CALF = Said(
    days_ago=16,
    at=time(19, 5),
    body={"type": "symptoms", "yes": ["calf_swollen"], "trigger": "button"},
    words="calf",
)
NUMB = Said(
    days_ago=1,
    at=time(17, 40),
    body={"type": "symptoms", "yes": ["numb_slow"], "trigger": "button"},
    words="numb",
)
NOTHING_URGENT = Said(
    days_ago=6, at=time(18, 20), body={"type": "symptoms", "yes": [], "trigger": "pain"}, words="sore"
)
HOW_IS_IT_MEANT = Said(
    days_ago=3, at=time(20, 15), body={"type": "question"}, words="click", about_first=True
)


def mornings(pains: dict[int, int]) -> tuple[Said, ...]:
    """How the morning was, 0-10, by days before today."""
    bodies = {days: {"type": "morning", "pain": pain, "stiffness": "little"} for days, pain in pains.items()}
    return tuple(
        Said(days_ago=days, at=time(7, 10), body=body) for days, body in sorted(bodies.items(), reverse=True)
    )


def days_off(excuse: str, days: int) -> tuple[Said, ...]:
    """So many days off up to today, each said in its own morning."""
    body = {"type": "day", "excuse": excuse}
    return tuple(Said(days_ago=n, at=time(7, 30), body=body) for n in reversed(range(days)))


def taken(times: dict[int, int]) -> tuple[Said, ...]:
    """How often something was taken as needed, by days before today."""
    return tuple(
        Said(days_ago=days, at=time(20, 30), body=_taken(session), about_needed=True)
        for days, count in sorted(times.items(), reverse=True)
        for session in range(count)
    )


def _taken(session: int) -> dict[str, object]:
    return {"type": "exercise", "session": session, "outcome": "done", "before": 5, "after": 3}


USUAL_MORNINGS = dict.fromkeys((24, 22, 20, 18, 16), 2)
WORSE_MORNINGS = dict.fromkeys((14, 12, 9, 6, 4, 2), 5)
MAY_I_SWIM = Said(days_ago=2, at=time(12, 40), body={"type": "question"}, words="swim")

STORIES = (
    Story(
        id="keeps it up",
        keeps=((0, 0.95),),
        guided=0.6,
        at_home=AtHome(mornings=0.4, devices=("iphone",), reminded=("08:15", "routine")),
    ),
    Story(id="fades in week 3", keeps=((0, 0.9), (2, 0.35), (4, 0.1)), improves=0.4, mood="busy"),
    Story(
        id="has flares",
        keeps=((0, 0.8),),
        improves=0.6,
        flares=True,
        mood="pain",
        at_home=AtHome(mornings=0.4, says=(NOTHING_URGENT, *days_off("flare", 3))),
    ),
    Story(
        id="travels",
        keeps=((0, 0.85),),
        care_weeks=(4, 12),
        away_days_ago=(24, 12),
        away_zone="Europe/Madrid",
        at_home=AtHome(devices=("iphone", "tablet")),
    ),
    Story(id="on paper only", keeps=((0, 0.85),), on_paper=True, improves=0.8),
    Story(
        id="writes it down late",
        keeps=((0, 0.7),),
        recalls_after_days=2,
        guided=0,
        mood="helper",
        at_home=AtHome(says=days_off("illness", 10)),
    ),
    Story(id="newly arrived", keeps=((0, 0.0),), care_weeks=(0, 0)),
    Story(id="discharged", keeps=((0, 0.9),), care_weeks=(9, 12), closed=True, guided=0.4),
    Story(
        id="pain is rising",
        keeps=((0, 0.75),),
        improves=-0.5,
        effort=6,
        mood="pain",
        at_home=AtHome(mornings=0.6),
    ),
    Story(
        id="too hard",
        keeps=((0, 0.65),),
        improves=0.2,
        effort=8,
        difficulty="too_hard",
        too_hard=True,
        mood="hard",
        confidence=4,
    ),
    Story(
        id="as needed",
        keeps=((0, 0.8),),
        as_needed=True,
        improves=0.7,
        at_home=AtHome(says=taken({7: 1, 6: 1, 5: 2, 4: 1, 3: 6, 2: 1, 1: 2, 0: 1})),
    ),
    Story(
        id="loads three times a week",
        keeps=((0, 0.9),),
        weekly=True,
        effort=6,
        guided=0.5,
        care_weeks=(5, 12),
        review_after_days=3,
        at_home=AtHome(
            devices=("iphone",), reminded=("18:00",), says=mornings({**USUAL_MORNINGS, **WORSE_MORNINGS})
        ),
    ),
    Story(
        id="weekdays only",
        keeps=((0, 0.7),),
        improves=0.9,
        mood="busy",
        care_weeks=(4, 12),
        at_home=AtHome(says=mornings({16: 1, 13: 2, 10: 1, 2: 5, 1: 6, 0: 5})),
    ),
    Story(id="starts slowly", keeps=((0, 0.25), (2, 0.6), (5, 0.9)), ill_days_ago=2),
    Story(id="the phone's clock is wrong", keeps=((0, 0.8),), phone_slips=True),
    Story(
        id="goes silent",
        keeps=((0, 0.6), (1, 0.0)),
        care_weeks=(3, 6),
        improves=0,
        at_home=AtHome(reminded=("09:00",), answers_reminders=False),
    ),
    Story(
        id="is helped",
        keeps=((0, 0.85),),
        at_home=AtHome(caregiver=Caregiver(given_name="Dolores", from_day=5, share=0.8)),
    ),
    Story(
        id="asks and moves",
        keeps=((0, 0.8),),
        at_home=AtHome(
            says=(in_the_evening(0), HOW_IS_IT_MEANT), mornings=0.3, reminded=("routine", "routine", "off")
        ),
    ),
    Story(id="waits for a call", keeps=((0, 0.85),), improves=0.3, at_home=AtHome(says=(NUMB,))),
    Story(id="was called back", keeps=((0, 0.85),), at_home=AtHome(says=(CALF,), called_back_after_days=2)),
)
"""Dealt out in turn. Twenty stories and twelve conditions meet in many pairs before any pair comes again.

The last two are rare: with the demo's 40 patients there is one of each.
"""
