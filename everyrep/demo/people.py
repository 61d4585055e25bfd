"""The people of the demo clinic. Every one of them is invented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from everyrep.demo.conditions import AFTER_KNEE_REPLACEMENT, CONDITIONS, Condition
from everyrep.demo.course import Change, planned_course
from everyrep.demo.names import FAMILY, GIVEN
from everyrep.demo.said import AtHome, Caregiver
from everyrep.demo.stories import MAY_I_SWIM, STORIES, Story, in_the_evening
from everyrep.people.actions import PatientDetails

ZONE = "America/New_York"
CLOSED_DAYS_AGO = 10
OTHER_ZONES = ("America/Chicago", "America/Puerto_Rico")
HOME = ("towel", "chair", "wall", "pillow")  # what every home has


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented patient and how their care goes. `email` is empty for those who use the printed link.

    `seed` makes this person's weeks the same every time. `first_day` is the first day of care. `course`
    holds the changes to the program by day of care; an empty template means no program yet.
    """

    details: PatientDetails
    email: str
    condition: Condition
    side: str
    goal: str
    story: Story
    first_day: date
    seed: str
    course: dict[int, Change] = field(default_factory=dict)
    prescribed: bool = True
    logs_today: bool = True
    closed_on: date | None = None
    journey: tuple[date, date] | None = None
    ill_on: date | None = None


def cast(
    *, patients: int, weeks: int, seed: int, today: date, accounts: Mapping[str, str]
) -> Iterator[Person]:
    """Rosa, Martin and as many others as asked for, in care for up to so many weeks before `today`.

    `accounts` holds the addresses of those whom the demo lets in, by role.
    """
    yield rosa(today, seed, accounts["patient"], accounts["caregiver"])
    yield martin(today, seed)
    for number in range(patients - 2):
        yield _somebody(number, weeks, seed, today)


def rosa(today: date, seed: int, email: str, luis_email: str = "") -> Person:
    """The patient whose phone the demo shows: 68, in week 3 after a left knee replacement, doing well.

    Luis is her husband.
    """
    luis = Caregiver(given_name="Luis", email=luis_email, scope="view", from_day=2, share=0.12)
    return Person(
        details=_details(
            "Rosa", "Diaz", today.replace(year=today.year - 68, day=1), AFTER_KNEE_REPLACEMENT, "en"
        ),
        email=email,
        condition=AFTER_KNEE_REPLACEMENT,
        side="left",
        goal="Get down the stairs and out to my garden",
        story=Story(
            id="Rosa",
            keeps=((0, 0.85),),
            guided=0.5,
            improves=3.2,
            at_home=AtHome(
                mornings=0.6,
                caregiver=luis,
                devices=("phone", "tablet"),
                says=(in_the_evening(2), MAY_I_SWIM),
                reminded=("08:30", "routine", "off"),
            ),
        ),
        first_day=today - timedelta(days=17),
        seed=f"{seed}-rosa",
        course={
            7: Change(
                reason="Up and about indoors: fewer ankle pumps. Leg lifts without lag.",
                doses={
                    "ankle-pump": "1x20 3/d",
                    "straight-leg-raise": "2x10 inv 2/d",
                    "sit-to-stand": "2x8 2/d",
                },
            ),
            14: Change(
                reason="Wound dry, bends to 95 degrees: bike and small squats added.",
                doses={"heel-slide": "2x10 h5 inv 3/d"},
                added={"mini-squat": "2x8 3/w", "stationary-bike": "5-10min 5/w"},
            ),
        },
        logs_today=False,  # her day is left for whoever tries the demo
    )


def martin(today: date, seed: int) -> Person:
    """Ready to be prescribed: 71, five days after a right knee replacement, no program yet."""
    return Person(
        details=_details(
            "Martin", "Chen", today.replace(year=today.year - 71, day=1), AFTER_KNEE_REPLACEMENT, "en"
        ),
        email="martin.chen@demo.example",
        condition=AFTER_KNEE_REPLACEMENT,
        side="right",
        goal="Drive to my granddaughter's school play",
        story=STORIES[0],
        first_day=today,
        seed=f"{seed}-martin",
        prescribed=False,
    )


def _somebody(number: int, weeks: int, seed: int, today: date) -> Person:
    rng = Random(f"{seed}-{number}")  # noqa: S311 - to be repeatable, not secret
    story = STORIES[number % len(STORIES)]
    condition = CONDITIONS[(number + number // len(STORIES)) % len(CONDITIONS)]
    language = "es" if number % 5 == 2 else "en"
    days = 7 * min(rng.randint(*(story.care_weeks or (min(3, weeks), weeks))), weeks)
    given, family = rng.choice(GIVEN[language]), rng.choice(FAMILY[language])
    age = rng.randint(*condition.ages)
    born = date(today.year - age - 1, 1, 1) + timedelta(days=rng.randrange(365))
    closed = story.closed and days > 2 * CLOSED_DAYS_AGO
    return Person(
        details=_details(given, family, born, condition, language, rng),
        email=f"patient.{number}@demo.example" if rng.random() < 0.7 or story.at_home.reminded else "",
        condition=condition,
        side=rng.choice(("left", "right")) if condition.sided else "",
        goal=rng.choice(condition.goals[language]),
        story=story,
        first_day=today - timedelta(days=days),
        seed=f"{seed}-{number}",
        course=planned_course(condition, story, days - CLOSED_DAYS_AGO if closed else days, rng),
        closed_on=today - timedelta(days=CLOSED_DAYS_AGO) if closed else None,
        journey=_journey(story, today),
        ill_on=None if story.ill_days_ago is None else today - timedelta(days=story.ill_days_ago),
    )


def _journey(story: Story, today: date) -> tuple[date, date] | None:
    if story.away_days_ago is None:
        return None
    first, last = story.away_days_ago
    return today - timedelta(days=first), today - timedelta(days=last)


def _details(
    given: str, family: str, born: date, condition: Condition, language: str, rng: Random | None = None
) -> PatientDetails:
    line = 100 + sum(map(ord, given + family)) % 100  # 555-0100 to 555-0199 are nobody's
    return PatientDetails(
        given_name=given,
        family_name=family,
        birth_date=born,
        phone=f"+1 555 0{line}",
        zone=rng.choice(OTHER_ZONES) if rng and rng.random() < 0.15 else ZONE,
        language=language,
        units="metric" if rng and rng.random() < 0.2 else "us",
        minutes_per_day=rng.choice((10, 15, 20, 30)) if rng else 30,
        equipment=tuple(sorted({*HOME, *condition.equipment})),
        flags=condition.flags,
        weight_bearing=condition.weight_bearing,
        weight_bearing_note=condition.weight_bearing_note,
    )
