"""The patient's side: which sessions were done on a day, how they felt, and what was written down."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from everyrep.core.plan import Plan, Prescription, offered_on, sessions_on
from everyrep.core.schedule import Pattern, weekly_quota
from everyrep.core.sync import Evidence
from everyrep.demo.people import Person
from everyrep.demo.phone import Body
from everyrep.demo.words import EXCUSE_NOTES, NOTES

FIRST_SESSION_H, LAST_SESSION_H = 8, 20
MOST_SESSIONS = 4  # of a day with more, such as ankle pumps every hour, few people log every one
OPTIONAL_SHARE = 0.55  # of the sessions done, how many hold the optional exercises too
NOTED_SHARE = 0.06
TOLD_WHY_SHARE = 0.2  # of the sessions left out, how many say why; fewer by those who keep fewer
ILL_SHARE = 0.01  # of the days
FLARE_EVERY_DAYS, FLARE_DAYS = 18, 4
ILL_DAYS = 5  # off in one go, of an illness that is not over
AWAY_DAYS_OFF = 4  # the first days of a journey
SETTLES_IN_DAYS = 56
WORST, NONE = 10, 0  # pain and effort scales
REASONS = {
    "steady": ("forgot", "no_time"),
    "busy": ("no_time", "no_time", "forgot", "away"),
    "pain": ("pain", "pain", "low_mood"),
    "hard": ("pain", "unsure_how", "not_helping"),
    "helper": ("forgot", "unwell"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something a patient did or left out, and how long they wait before writing it down."""

    performed: datetime
    body: Body
    evidence: Evidence
    write_down_after: timedelta = timedelta()


@dataclass(slots=True, kw_only=True)
class Practice:
    """One patient's way through the days of a program. `pain` and `chance` (0-1) are those of the day.

    `off_until` is the last of the days off that were said in one go, `exercised` whether something was
    done on the day before.
    """

    person: Person
    rng: Random = field(default_factory=Random)
    done_in_week: Counter[tuple[str, date]] = field(default_factory=Counter)
    pain: int = 0
    chance: float = 0
    off_until: date = date.min
    exercised: bool = False

    def day(self, plan: Plan, day: date, zone: ZoneInfo) -> list[Happened]:
        """All that happened on one local date, in order."""
        self.rng.seed(f"{self.person.seed} {day}")
        midnight = datetime.combine(day, time(), zone)
        if day <= self.off_until:
            return []
        if excuse := self._excuse(day):
            self.exercised = False
            return [self._takes_off(excuse, midnight)]
        self.pain, self.chance = self._usual_pain(day), self.rng.random()
        did = [*self._planned(plan, midnight), *self._offered(plan, midnight)]
        answered = self._answers_the_morning(midnight)
        self.exercised = any(one.body["outcome"] != "not" for one in did)
        return [*answered, *did]

    def _takes_off(self, excuse: str, midnight: datetime) -> Happened:
        day = midnight.date()
        self.off_until = day + timedelta(days=self._days_off(excuse, day) - 1)
        until = {"until": self.off_until.isoformat()} if self.off_until > day else {}
        note = EXCUSE_NOTES[excuse][self._language] if self.rng.random() < 0.5 else ""
        body = {"type": "day", "excuse": excuse, "note": note, **until}
        return self._happened(midnight + timedelta(hours=9), body, Evidence.TICKED)

    def _days_off(self, excuse: str, day: date) -> int:
        if excuse == "vacation":
            return AWAY_DAYS_OFF
        if excuse == "illness":
            return ILL_DAYS if day == self.person.ill_on else self.rng.randint(1, 3)
        return 1

    def _answers_the_morning(self, midnight: datetime) -> list[Happened]:
        """How it feels on the morning after exercises, by those who answer and note things at once."""
        if not self.exercised or self.rng.random() >= self.person.story.at_home.mornings:
            return []
        pain = round(_within(self.pain + self.rng.choice((-1, -1, 0, 0, 1))))
        stiffness = "none" if pain <= 2 else "little" if pain <= 5 else "much"
        body = {"type": "morning", "pain": pain, "stiffness": stiffness}
        at = midnight + timedelta(hours=7, minutes=self.rng.randint(5, 55))
        return [self._happened(at, body, Evidence.TICKED)]

    def _usual_pain(self, day: date) -> int:
        """The day's pain, 0-10: it settles, stays or rises over eight weeks, with the noise of life."""
        start, settled = self.person.condition.pain
        share = min(1.0, self._days_in(day) / SETTLES_IN_DAYS) * self.person.story.improves
        flare = 3 if self._in_flare(day) else 0
        return round(_within(start + (settled - start) * share + flare + self.rng.gauss(0, 0.6)))

    @property
    def _language(self) -> str:
        return self.person.details.language

    def _days_in(self, day: date) -> int:
        return (day - self.person.first_day).days

    def _in_flare(self, day: date) -> bool:
        return (
            self.person.story.flares
            and self._days_in(day) % FLARE_EVERY_DAYS >= FLARE_EVERY_DAYS - FLARE_DAYS
        )

    def _excuse(self, day: date) -> str:
        if self._in_flare(day) and self._days_in(day) % 2 == 0:
            return "flare"
        if self.person.journey and day == self.person.journey[0]:
            return "vacation"
        ill = day == self.person.ill_on or self.rng.random() < ILL_SHARE * self._keeps(day)
        return "illness" if ill else ""

    def away(self, day: date) -> bool:
        """Whether this is a day of the person's journey."""
        journey = self.person.journey
        return journey is not None and journey[0] <= day <= journey[1]

    def _keeps(self, day: date) -> float:
        week = self._days_in(day) // 7
        share = [kept for start, kept in self.person.story.keeps if start <= week][-1]
        rest_days = self.person.story.id == "weekdays only" and day.weekday() >= 5
        return 0.05 if rest_days else share

    def _planned(self, plan: Plan, midnight: datetime) -> list[Happened]:
        day = midnight.date()
        sessions = sessions_on(plan, day)
        happened: list[Happened] = []
        for session in sessions:
            share = self._keeps(day) if session.index < MOST_SESSIONS else self._keeps(day) / 2
            at = self._session_time(midnight, session.index, len(sessions))
            if self.rng.random() < share:
                happened += self._session(session.items, session.index, at)
            elif self.rng.random() < TOLD_WHY_SHARE * share:
                happened.append(self._left_out(session.items[0], session.index, at))
        return happened

    def _session_time(self, midnight: datetime, index: int, count: int) -> datetime:
        span_h = (LAST_SESSION_H - FIRST_SESSION_H) / max(count - 1, 1)
        minutes = self.rng.randint(-25, 40)
        return midnight + timedelta(hours=FIRST_SESSION_H + index * span_h, minutes=minutes)

    def _session(self, items: tuple[Prescription, ...], index: int, at: datetime) -> list[Happened]:
        guided = self.rng.random() < self.person.story.guided
        with_optional = self.rng.random() < OPTIONAL_SHARE
        happened = []
        for item in items:
            if item.essential or with_optional:
                at += timedelta(seconds=self.rng.randint(90, 300))
                happened.append(self._did(item, index, at, guided=guided))
        return happened

    def _offered(self, plan: Plan, midnight: datetime) -> list[Happened]:
        """Weekly quotas on days of the patient's choosing, and what is taken as needed."""
        day = midnight.date()
        items = offered_on(plan, day)
        quota = [item for item in items if weekly_quota(item.schedule) and self._chooses(item, day)]
        needed = [item for item in items if not weekly_quota(item.schedule) and self.rng.random() < 0.4]
        at = midnight + timedelta(hours=self.rng.randint(17, 20), minutes=self.rng.randrange(60))
        return self._session((*quota, *needed), 0, at)

    def _chooses(self, item: Prescription, day: date) -> bool:
        """Spread evenly over the days left of the week, less what this person leaves out."""
        week = (item.key, day - timedelta(days=day.weekday()))
        left = weekly_quota(item.schedule) - self.done_in_week[week]
        days_left = 7 - day.weekday()
        if left <= 0 or self.chance > left / days_left * self._keeps(day) * 1.2:
            return False
        self.done_in_week[week] += 1
        return True

    def _did(self, item: Prescription, session: int, at: datetime, *, guided: bool) -> Happened:
        story = self.person.story
        hard = story.too_hard or self.pain >= 7
        outcome = "partly" if self.rng.random() < (0.35 if hard else 0.06) else "done"
        body: Body = {
            "type": "exercise",
            "item_key": item.key,
            "session": session,
            "outcome": outcome,
            **self._scores(item),
        }
        if self.rng.random() < 0.7:
            body["effort"] = round(_within(self.rng.gauss(story.effort, 1)))
        if self.rng.random() < 0.4:
            body["difficulty"] = self.rng.choice((story.difficulty, story.difficulty, "right", "easy"))
        if guided and item.dosage.reps is not None:
            body["sets"] = self._sets(item, outcome)
        elif outcome == "partly":
            body["reason"] = self.rng.choice(REASONS[story.mood])
        if self.rng.random() < NOTED_SHARE:
            body["note"] = self.rng.choice(NOTES[story.mood][self._language])
        return self._happened(at, body, Evidence.GUIDED if guided else Evidence.TICKED)

    def _scores(self, item: Prescription) -> Body:
        """The pain while doing it; before and after, where it is taken because something hurts."""
        pain = round(_within(self.pain + self.rng.choice((-1, -1, 0, 0, 0, 0, 0, 0, 0, 1))))
        if item.schedule.pattern is Pattern.AS_NEEDED:
            return {"before": round(_within(pain + self.rng.randint(1, 3))), "after": pain}
        return {"pain": pain}

    def _sets(self, item: Prescription, outcome: str) -> list[Body]:
        """The repetitions really done in each set; the last ones fall short when it was done partly."""
        sets = item.dosage.sets.low if item.dosage.sets else 1
        reps = item.dosage.reps.low if item.dosage.reps else 1
        done = [{"reps": reps} for _ in range(sets)]
        if outcome == "partly":
            done[-1]["reps"] = reps // 2
        return list(done)

    def _left_out(self, item: Prescription, session: int, at: datetime) -> Happened:
        reason = self.rng.choice(REASONS[self.person.story.mood])
        body = {
            "type": "exercise",
            "item_key": item.key,
            "session": session,
            "outcome": "not",
            "reason": reason,
        }
        return self._happened(at, body, Evidence.TICKED)

    def _happened(self, at: datetime, body: Body, evidence: Evidence) -> Happened:
        later = self.person.story.recalls_after_days
        wait = timedelta(days=later, hours=self.rng.randint(0, 3)) if later else timedelta()
        if later and self.rng.random() < 0.02:
            wait += timedelta(days=14)  # found in a coat pocket
        return Happened(performed=at, body=body, evidence=evidence, write_down_after=wait)


def _within(score: float) -> float:
    return min(max(score, NONE), WORST)
