"""One patient's weeks, told as a coroutine: `yield moment` sleeps until that moment.

All lives of a clinic run merged by time, so that its books are written in the order of the days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from everyrep.core.sync import Evidence
from everyrep.demo.care import Care, intake
from everyrep.demo.goals import REACHED_ON
from everyrep.demo.people import Person
from everyrep.demo.phone import Phone, Sent
from everyrep.demo.practice import Happened, Practice
from everyrep.demo.reminded import ask_for_reminders
from everyrep.demo.talk import talked
from everyrep.demo.ways import Entered
from everyrep.demo.words import OUTCOME
from everyrep.logbook.actions import receive
from everyrep.logbook.wire import PUSH_LIMIT
from everyrep.tenancy.viewer import Role, Viewer

SYNC_FROM = 120  # operations; a phone on a poor connection sends every few days
PAPER_EVERY_DAYS = 14  # how often paper sheets are handed in
OPENING, NOON, EVENING = time(8, 30), time(12), time(21, 45)
AMENDED_SHARE, RETRACTED_SHARE = 0.015, 0.004


@dataclass(slots=True, kw_only=True)
class Life:
    """A person in care from the first day until `now`.

    `caregiver` and `caregivers_phone` are those of someone who logs for them. `stopped_at` is the moment of a
    worrying symptom check: nothing is done until the clinician has called back.
    """

    person: Person
    therapist: Viewer
    desk: Viewer
    now: datetime
    link: str = ""
    diary: list[Happened] = field(default_factory=list)
    caregiver: Entered | None = None
    caregivers_phone: Phone | None = None
    stopped_at: datetime | None = None

    def run(self) -> Iterator[datetime]:
        rng = Random(self.person.seed)  # noqa: S311 - to be repeatable, not secret
        practice = Practice(person=self.person)
        phone = Phone(device_id=f"phone-{self.person.seed}", zone=self.person.details.zone, rng=rng)
        arrival = self._arrival(rng)
        yield arrival
        care = intake(self.person, self.therapist, arrival, self.person.first_day)
        self.link = care.link
        if not self.person.prescribed:
            return
        care.first_program(arrival, self.person.first_day)
        for number, day in enumerate(self._days()):
            yield from self._called_back(care, day)
            if change := self.person.course.get(number):
                visit = self._at(day, time(10, rng.randrange(60)))
                yield visit
                self._send(care, phone, visit)
                care.see(visit)
                care.change(change, visit, day)
            yield from self._noon(care, number, day, rng)
            yield from self._said(care, phone, day)
            yield from talked(care, day, self._today(), self._at)
            evening = self._at(day, EVENING)
            yield evening
            self._live(care, practice, phone, day, evening)
            if self._sends_on(phone, number):
                self._send(care, phone, evening)
            if day == self.person.closed_on:
                care.close(day, evening)
        yield self.now
        self._slip(care, phone)
        self._send(care, phone, self.now)
        self._settle_in(care)

    def _called_back(self, care: Care, day: date) -> Iterator[datetime]:
        """The clinic opens and sees to a symptom check of some days ago."""
        after = self.person.story.at_home.called_back_after_days
        if self.stopped_at and after and day == self.stopped_at.date() + timedelta(days=after):
            called = self._at(day, OPENING)
            yield called
            care.call_back(OUTCOME, called)
            self.stopped_at = None

    def _noon(self, care: Care, number: int, day: date, rng: Random) -> Iterator[datetime]:
        """What comes once, in the middle of a day: somebody begins to help, a step to the goal is reached."""
        noon = self._at(day, NOON)
        caregiver = self.person.story.at_home.caregiver
        if caregiver and number == caregiver.from_day:
            yield noon
            self.caregiver = care.let_help(caregiver, noon)
            self.caregivers_phone = Phone(
                device_id=f"caregiver-{self.person.seed}", zone=self.person.details.zone, rng=rng
            )
        if number in REACHED_ON:
            yield noon
            care.reach_step(REACHED_ON.index(number), day, noon)

    def _said(self, care: Care, phone: Phone, day: date) -> Iterator[datetime]:
        """What is said once, at its time; a phone that says something worrying sends it at once."""
        for said in self.person.story.at_home.says:
            plan = care.plan_on(day)
            if plan is None or day != self._today() - timedelta(days=said.days_ago):
                continue
            moment = self._at(day, said.at)
            yield moment
            body = said.in_full(plan, self.person.details.language)
            phone.create(care.version_ids[plan.number], body, moment, evidence=Evidence.TICKED)
            if said.worrying:
                self.stopped_at = moment
                self._send(care, phone, moment)

    def _days(self) -> Iterator[date]:
        last = self._today() if self.person.logs_today else self._today() - timedelta(days=1)
        for number in range((last - self.person.first_day).days + 1):
            yield self.person.first_day + timedelta(days=number)

    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.person.details.zone)).date()

    def _at(self, day: date, at: time) -> datetime:
        """That time of the person's day, and never later than now."""
        return min(datetime.combine(day, at, ZoneInfo(self.person.details.zone)), self.now)

    def _arrival(self, rng: Random) -> datetime:
        """Some time of the first working day."""
        return self._at(self.person.first_day, time(rng.randint(9, 15), rng.randrange(60)))

    def _live(self, care: Care, practice: Practice, phone: Phone, day: date, evening: datetime) -> None:
        plan = care.plan_on(day)
        zone = self.person.story.away_zone if practice.away(day) else self.person.details.zone
        phone.zone = zone
        if plan is not None and not self._stopped(day):
            happened = practice.day(plan, day, ZoneInfo(zone))
            until = self.stopped_at or datetime.max.replace(tzinfo=UTC)
            self.diary += [one for one in happened if care.begun_at < one.performed < until]
        if not self.person.story.on_paper:
            self._write_down(care, practice, phone, evening)

    def _stopped(self, day: date) -> bool:
        """Discharged; one more session out of habit is set aside by the server."""
        closed = self.person.closed_on
        return closed is not None and day > closed + timedelta(days=1)

    def _write_down(self, care: Care, practice: Practice, phone: Phone, evening: datetime) -> None:
        """Put into the phone what the person has got round to by now."""
        due = [one for one in self.diary if one.performed + one.write_down_after <= evening]
        self.diary = [one for one in self.diary if one not in due]
        for one in due:
            by = self._whose(practice.rng, phone)
            sent = self._log(care, by, one, one.performed + one.write_down_after, one.evidence)
            if sent is not None:
                self._second_thoughts(practice.rng, by, sent)

    def _whose(self, rng: Random, phone: Phone) -> Phone:
        """Whose phone it is put into: the patient's, or the caregiver's."""
        caregiver = self.person.story.at_home.caregiver
        if caregiver is None or self.caregivers_phone is None or rng.random() >= caregiver.share:
            return phone
        return self.caregivers_phone

    def _log(
        self, care: Care, phone: Phone, one: Happened, recorded: datetime, evidence: Evidence
    ) -> Sent | None:
        plan = care.plan_on(one.performed.date())
        if plan is None:
            return None
        return phone.create(
            care.version_ids[plan.number], one.body, one.performed, evidence=evidence, recorded=recorded
        )

    def _second_thoughts(self, rng: Random, phone: Phone, sent: Sent) -> None:
        chance, recorded = rng.random(), datetime.fromisoformat(sent["recorded_at"]) + timedelta(minutes=4)
        if chance < RETRACTED_SHARE:
            phone.retract(sent, recorded)
        elif chance < RETRACTED_SHARE + AMENDED_SHARE and "pain" in sent["body"]:
            phone.amend(sent, {**sent["body"], "pain": min(sent["body"]["pain"] + 2, 10)}, recorded)

    def _sends_on(self, phone: Phone, number: int) -> bool:
        if self.person.story.on_paper:
            return number % PAPER_EVERY_DAYS == PAPER_EVERY_DAYS - 1
        return len(phone.outbox) >= SYNC_FROM

    def _send(self, care: Care, phone: Phone, now: datetime) -> None:
        """Sync: from the phones, or from the sheets that the desk types in."""
        sender = care.way.viewer
        if self.person.story.on_paper:
            sender, phone.device_id = self.desk, "front-desk"
            for one in self.diary:
                self._log(care, phone, one, now, Evidence.PAPER)
            self.diary.clear()
        _push(care, phone, sender, now)
        if self.caregiver and self.caregivers_phone:
            _push(care, self.caregivers_phone, self.caregiver.viewer, now)

    def _settle_in(self, care: Care) -> None:
        """As things stand today: which devices were there, and what reminders are wanted."""
        if not self.person.story.on_paper:
            care.way.seen(self.now)
        if self.caregiver:
            self.caregiver.seen(self.now)
        sessions = self.person.story.at_home.reminded
        if sessions and care.way.viewer.role is Role.PATIENT:
            answered = self.person.story.at_home.answers_reminders
            ask_for_reminders(care.way.viewer, sessions, self.now, answered=answered)

    def _slip(self, care: Care, phone: Phone) -> None:
        """A phone with its clock a year ahead, and one with an old app: both end up set aside, not lost."""
        if not self.person.story.phone_slips or not care.plans:
            return
        plan = care.plans[-1]
        body = {"type": "exercise", "item_key": plan.items[0].key, "session": 0, "outcome": "done", "pain": 2}
        version_id = care.version_ids[plan.number]
        performed = self.now - timedelta(days=2)
        phone.create(version_id, body, performed + timedelta(days=365), evidence=Evidence.TICKED)
        phone.create(version_id, {**body, "pain": 14}, performed, evidence=Evidence.TICKED)


def _push(care: Care, phone: Phone, sender: Viewer, now: datetime) -> None:
    for first in range(0, len(phone.outbox), PUSH_LIMIT):
        batch = phone.outbox[first : first + PUSH_LIMIT]
        receive(by=sender, patient_id=care.patient_id, ops=batch, now=now)
    phone.outbox.clear()
