"""The clinic's side of one patient's care: intake, first program, changes, visits, discharge."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from everyrep.attention.actions import settle
from everyrep.attention.handling import handle
from everyrep.attention.needs import open_needs
from everyrep.attention.queries import alerts_of
from everyrep.audit.actions import record_read
from everyrep.core.alerting import Level
from everyrep.core.dosage import RANGES, Dosage, Side, Span
from everyrep.core.plan import Plan, Prescription, plan_in_force
from everyrep.core.safety.warnings import Action
from everyrep.core.schedule import Pattern, Schedule
from everyrep.core.shorthand import parse
from everyrep.demo.course import Change
from everyrep.demo.goals import STEPS
from everyrep.demo.people import Person
from everyrep.demo.said import Caregiver
from everyrep.demo.ways import Entered, by_account, by_link, invited
from everyrep.demo.words import AT_THE_VISIT, OWN_WORDS
from everyrep.people.actions import add_patient, create_link
from everyrep.people.policy import Permission, may
from everyrep.prescribing.actions import drafts, episodes, milestones, signing
from everyrep.prescribing.documents import from_document, plan_of
from everyrep.prescribing.queries import draft_of, milestones_of, review_draft
from everyrep.tenancy.viewer import Viewer

WEEKLY = Schedule(pattern=Pattern.PER_WEEK, n=3)
WHEN_STIFF = {"en": "when it feels stiff", "es": "cuando lo sienta rígido"}
STEP = {"reps": 2, "hold_s": 2, "duration_s": 15}  # how far one step up or down goes
RESTS = timedelta(days=10)  # how long something rests that was talked about at a visit
GETS_BETTER = 0.3  # a story that improves by less reaches no step


@dataclass(slots=True, kw_only=True)
class Care:
    """One patient in the clinic's books, as `therapist` keeps them. `way` is the patient's own way in."""

    person: Person
    therapist: Viewer
    patient_id: UUID
    way: Entered
    link: str
    episode_id: UUID
    begun_at: datetime
    plans: list[Plan] = field(default_factory=list)
    version_ids: dict[int, UUID] = field(default_factory=dict)

    def plan_on(self, day: date) -> Plan | None:
        return plan_in_force(self.plans, day)

    def first_program(self, now: datetime, today: date) -> None:
        """The first phase of the condition's starter program, tailored, from today on."""
        drafts.open_draft(by=self.therapist, episode_id=self.episode_id, now=now)
        self._use_phase(self.person.condition.phases[0][1], now)
        self._sign("First program", now, today, valid_from=today)

    def change(self, change: Change, now: datetime, today: date) -> None:
        """A new version from tomorrow on, so that today stays as it was begun."""
        drafts.open_draft(by=self.therapist, episode_id=self.episode_id, now=now)
        if change.phase:
            self._use_phase(change.phase, now)
        for item in self._items():
            dose = change.doses.get(item.exercise)
            self._put(item, _dosed(item, dose) if dose else _stepped(item, change.step), now)
        for exercise, dose in change.added.items():
            self._add(exercise, dose, now)
        self._sign(change.reason, now, today, valid_from=today + timedelta(days=1))

    def see(self, now: datetime) -> None:
        """A visit: the therapist reads the chart and sees to what asked for attention."""
        record_read(by=self.therapist, what="chart", patient_id=self.patient_id, now=now)
        pressing = (
            need for need in open_needs(self.therapist, self.patient_id) if need.level is Level.ATTENTION
        )
        for need in pressing:
            until = now.date() + RESTS
            handle(by=self.therapist, reason_id=need.id, note=AT_THE_VISIT, until=until, now=now)

    def reach_step(self, number: int, today: date, now: datetime) -> None:
        """A step on the way to the goal: the patient says so, or the therapist of one without an account."""
        steps = milestones_of(self.therapist, self.episode_id)
        if number < len(steps) and self.person.story.improves > GETS_BETTER:
            by = self.way.viewer if may(self.way.viewer, Permission.SEE_PROGRESS) else self.therapist
            milestones.mark_milestone(by=by, milestone_id=steps[number].id, reached_on=today, now=now)

    def let_help(self, caregiver: Caregiver, now: datetime) -> Entered:
        """The patient lets someone help; the therapist does it for a patient without an account."""
        by = self.way.viewer if may(self.way.viewer, Permission.DECIDE_WHO_SEES) else self.therapist
        family = self.person.details.family_name
        return invited(caregiver, by=by, patient_id=self.patient_id, family=family, now=now)

    def call_back(self, outcome: str, now: datetime) -> None:
        """The therapist has seen to what waited, and writes down what came of it."""
        for alert in alerts_of(self.therapist, self.patient_id):
            if alert.settled_at is None:
                settle(
                    by=self.therapist,
                    patient_id=self.patient_id,
                    alert_id=alert.id,
                    outcome=outcome,
                    now=now,
                )

    def close(self, ended_on: date, now: datetime) -> None:
        episodes.close_episode(by=self.therapist, episode_id=self.episode_id, ended_on=ended_on, now=now)

    def _use_phase(self, phase: str, now: datetime) -> None:
        template = self.person.condition.template
        drafts.use_template(
            by=self.therapist, episode_id=self.episode_id, template_id=template, phase_id=phase, now=now
        )
        blocked = self._blocked()
        for item in self._items():
            if item.key in blocked and item.exercise not in self.person.condition.overrides:
                drafts.remove_item(by=self.therapist, episode_id=self.episode_id, key=item.key, now=now)
        items = self._items()
        for item in items:
            self._put(item, self._tailored(item, item.key in blocked, last=item is items[-1]), now)

    def _tailored(self, item: Prescription, blocked: bool, *, last: bool) -> Prescription:
        """The template's item as this person needs it: their language, their days, their override."""
        story, language = self.person.story, self.person.details.language
        if story.as_needed and last:
            item = replace(item, schedule=_as_needed(WHEN_STIFF[language]), essential=False, weight=1)
        elif story.weekly and item.schedule.pattern is Pattern.EVERY_DAY:
            item = replace(item, schedule=WEEKLY)
        return replace(
            item,
            own_words=OWN_WORDS.get(item.exercise, {}).get(language, ""),
            override_reason=self.person.condition.overrides[item.exercise] if blocked else "",
        )

    def _ask_for_review(self, now: datetime, today: date) -> None:
        """The day on which the therapist wants to look at the first exercise again."""
        after = self.person.story.review_after_days
        if after is not None:
            first = self._items()[0]
            self._put(first, replace(first, review_by=today + timedelta(days=after)), now)

    def _blocked(self) -> set[str]:
        review = review_draft(self.therapist, draft_of(self.therapist, self.episode_id))
        return {key for key, found in review.warnings.items() if any(w.action is Action.BLOCK for w in found)}

    def _items(self) -> tuple[Prescription, ...]:
        return from_document(draft_of(self.therapist, self.episode_id).items)

    def _put(self, before: Prescription, after: Prescription, now: datetime) -> None:
        if after != before:
            drafts.change_item(by=self.therapist, episode_id=self.episode_id, item=after, now=now)

    def _add(self, exercise: str, dose: str, now: datetime) -> None:
        side = Side.INVOLVED if " inv " in dose else None
        drafts.add_exercise(
            by=self.therapist, episode_id=self.episode_id, exercise_id=exercise, side=side, now=now
        )
        item = self._items()[-1]
        self._put(item, _dosed(item, dose), now)

    def _sign(self, reason: str, now: datetime, today: date, *, valid_from: date) -> None:
        self._ask_for_review(now, today)
        version = signing.sign(
            by=self.therapist,
            episode_id=self.episode_id,
            revision=draft_of(self.therapist, self.episode_id).revision,
            reason=reason,
            valid_from=valid_from,
            today=today,
            now=now,
            taught_back_on=today,
            confidence=self.person.story.confidence,
        )
        self.plans.append(plan_of(version))
        self.version_ids[version.number] = version.id


def intake(person: Person, therapist: Viewer, now: datetime, today: date) -> Care:
    """The first visit: the record, the episode and the link for the printed sheet."""
    patient = add_patient(by=therapist, details=person.details, email=person.email, now=now)
    episode = episodes.open_episode(
        by=therapist,
        patient_id=patient.id,
        problem=person.condition.problem,
        goal=person.goal,
        involved_side=person.side,
        started_on=today,
        now=now,
    )
    if person.prescribed and person.goal in STEPS:
        texts = list(STEPS[person.goal])
        milestones.set_milestones(by=therapist, episode_id=episode.id, texts=texts, now=now)
    link = create_link(by=therapist, patient_id=patient.id, label="Printed sheet", now=now)
    devices = person.story.at_home.devices
    way = by_account(person.email, devices, now) if person.email else by_link(link, devices, now)
    return Care(
        person=person,
        therapist=therapist,
        patient_id=patient.id,
        way=way,
        link=link,
        episode_id=episode.id,
        begun_at=now,
    )


def _dosed(item: Prescription, dose: str) -> Prescription:
    dosage, schedule = parse(dose)
    return replace(item, dosage=dosage, schedule=schedule)


def _as_needed(trigger: str) -> Schedule:
    return Schedule(pattern=Pattern.AS_NEEDED, max_per_day=4, trigger=trigger)


def _stepped(item: Prescription, step: int) -> Prescription:
    """One step up or down in the first measure that the dose counts in; optional exercises stay."""
    measure = next((name for name in STEP if getattr(item.dosage, name) is not None), None)
    if step == 0 or measure is None or not item.essential:
        return item
    return replace(item, dosage=_moved(item.dosage, measure, step * STEP[measure]))


def _moved(dosage: Dosage, measure: str, by: int) -> Dosage:
    low, high, _ = RANGES[measure]
    span: Span = getattr(dosage, measure)
    moved = Span(*(min(max(end + by, low), high) for end in _ends(span)))
    return replace(dosage, **{measure: moved})  # type: ignore[arg-type]


def _ends(span: Span) -> Iterable[int]:
    return span.low, span.high
