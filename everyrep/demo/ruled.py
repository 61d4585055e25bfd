"""Patients whose exercise has rules: one is ready for a step, one was taken a step on by order, one hurts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from everyrep.core.plan import Prescription
from everyrep.core.progression import AssignedRule, ItemRules, Mode
from everyrep.core.shorthand import parse
from everyrep.core.sync import Evidence
from everyrep.demo.phone import Body, Phone
from everyrep.demo.ways import Entered, by_link
from everyrep.logbook.actions import receive
from everyrep.logbook.proposing import propose
from everyrep.people.actions import PatientDetails, add_patient, create_link
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.actions.rules import assign
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import Viewer, system_viewer

DAYS = 26  # in care up to today
RULES_AFTER = 4  # days: at the second visit
RULES_FOR = timedelta(days=28)
PROGRAM = {
    "goblet-squat": "3x8-12 10kg every 2d pain<=5",
    "heel-raise-double": "3x10 every 2d",
    "glute-bridge": "2x10 every 2d",
}
USUAL_PAIN = 1
VISIT, EVENING, MORNING = time(10, 20), time(18, 40), time(7, 35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """How the squats go: repetitions above the range from a session of so many days ago on, and pain."""

    given_name: str
    family_name: str
    born: date
    strong_from: int = 0
    sore_from: int = 0
    by_order: bool = False


PEOPLE = (
    Ruled(given_name="June", family_name="Okafor", born=date(1971, 5, 2), strong_from=4),
    Ruled(
        given_name="Walter", family_name="Lindqvist", born=date(1964, 9, 18), strong_from=12, by_order=True
    ),
    Ruled(given_name="Nadia", family_name="Rahman", born=date(1979, 1, 27), sore_from=4),
)


@dataclass(slots=True, kw_only=True)
class RuledLife:
    """One of them, day by day until `now`."""

    person: Ruled
    therapist: Viewer
    now: datetime

    def run(self) -> Iterator[datetime]:
        zone = ZoneInfo(self.therapist.zone)
        today = self.now.astimezone(zone).date()
        first = today - timedelta(days=DAYS)
        arrival = datetime.combine(first, VISIT, zone)
        yield arrival
        care = _intake(self.person, self.therapist, arrival, first)
        for number in range(DAYS):
            day = first + timedelta(days=number)
            back = DAYS - number
            yield from self._morning(care, datetime.combine(day, MORNING, zone), number)
            if number == RULES_AFTER:
                visit = datetime.combine(day, VISIT, zone)
                yield visit
                care.approve(self.person, visit, day)
            if number % 2 == 0:
                evening = datetime.combine(day, EVENING, zone)
                yield evening
                care.say([self._squats(care, back), *care.others()], evening)

    def _morning(self, care: "RuledCare", at: datetime, number: int) -> Iterator[datetime]:
        """After every day with squats; then what is authorised is carried out."""
        if number % 2 == 0:
            return
        yield at
        sore = DAYS - number < self.person.sore_from
        care.say([{"type": "morning", "pain": 3 if sore else USUAL_PAIN, "stiffness": "none"}], at)
        if self.person.by_order:
            propose(system_viewer(self.therapist.clinic_id, self.therapist.zone), [care.patient_id], at)

    def _squats(self, care: "RuledCare", back: int) -> Body:
        strong = back <= self.person.strong_from and not care.stepped()
        sore = back <= self.person.sore_from
        reps = 14 if strong else 8 if sore else 10
        return {
            "type": "exercise",
            "item_key": care.key,
            "session": 0,
            "outcome": "done",
            "pain": 7 if sore else USUAL_PAIN,
            "effort": 6 if sore else 4,
            "sets": [{"reps": reps} for _ in range(3)],
        }


@dataclass(slots=True, kw_only=True)
class RuledCare:
    """The patient in the clinic's books, and their phone."""

    patient_id: UUID
    therapist: Viewer
    key: str
    beside: tuple[str, ...]
    phone: Phone
    way: Entered

    def stepped(self) -> bool:
        """Whether a second version was signed."""
        return len(chain(self.therapist, self.patient_id).ids) > 1

    def others(self) -> list[Body]:
        """The exercises beside the squats, as they are planned."""
        done = {"type": "exercise", "session": 0, "outcome": "done", "pain": USUAL_PAIN}
        return [{**done, "item_key": key} for key in self.beside]

    def say(self, bodies: list[Body], at: datetime) -> None:
        """Written down at once, and sent."""
        known = chain(self.therapist, self.patient_id)
        plan = known.on(at.astimezone(ZoneInfo(self.phone.zone)).date())
        assert plan is not None
        for body in bodies:
            self.phone.create(known.ids[plan.number], body, at, evidence=Evidence.GUIDED)
        receive(by=self.way.viewer, patient_id=self.patient_id, ops=self.phone.outbox, now=at)
        self.phone.outbox.clear()

    def approve(self, person: Ruled, now: datetime, today: date) -> None:
        """Pain monitoring, and 2-for-2 on the squats."""

        def approved(rule: str, **bounds: Any) -> AssignedRule:
            return AssignedRule(
                rule=rule,
                version=1,
                approved_by=str(self.therapist.actor_id),
                approved_at=today,
                expires=today + RULES_FOR,
                **bounds,
            )

        step = approved(
            "two_for_two",
            mode=Mode.PREAUTHORISED if person.by_order else Mode.PROPOSAL,
            max_steps=2 if person.by_order else 1,
            max_load_kg=Decimal(14),
        )
        beside = (approved("absence"), approved("plateau"))
        assign(
            by=self.therapist,
            patient_id=self.patient_id,
            item_key=self.key,
            rules=ItemRules(assigned=(approved("pain_monitoring"), step, *beside)),
            usual_pain=USUAL_PAIN,
            lower_at_once=False,
            assistants=True,
            now=now,
        )


def _intake(person: Ruled, therapist: Viewer, now: datetime, today: date) -> RuledCare:
    details = PatientDetails(
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.born,
        phone="+1 555 0142",
        zone=therapist.zone,
    )
    patient = add_patient(by=therapist, details=details, email="", now=now)
    episode = episodes.open_episode(
        by=therapist,
        patient_id=patient.id,
        problem="Stronger legs for stairs",
        goal="Carry the shopping up two floors",
        involved_side="",
        started_on=today,
        now=now,
    )
    drafts.open_draft(by=therapist, episode_id=episode.id, now=now)
    for exercise in PROGRAM:
        drafts.add_exercise(by=therapist, episode_id=episode.id, exercise_id=exercise, side=None, now=now)
    draft = drafts.open_draft(by=therapist, episode_id=episode.id, now=now)
    items = [_dosed(item) for item in from_document(draft.items)]
    for item in items:
        draft = drafts.change_item(by=therapist, episode_id=episode.id, item=item, now=now)
    signing.sign(
        by=therapist,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First program",
        valid_from=today,
        today=today,
        now=now,
        taught_back_on=today,
        confidence=9,
    )
    link = create_link(by=therapist, patient_id=patient.id, label="Printed sheet", now=now)
    rng = Random(person.family_name)  # noqa: S311 - to be repeatable, not secret
    return RuledCare(
        patient_id=patient.id,
        therapist=therapist,
        key=items[0].key,
        beside=tuple(item.key for item in items[1:]),
        phone=Phone(device_id=f"phone-{person.family_name}", zone=therapist.zone, rng=rng),
        way=by_link(link, ("phone",), now),
    )


def _dosed(item: Prescription) -> Prescription:
    dosage, schedule = parse(PROGRAM[item.exercise])
    return replace(item, dosage=dosage, schedule=schedule)
