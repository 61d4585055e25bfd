"""When a reminder is due, and what keeps one that is due from going out."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from everyrep.core.dosage import Dosage, Span
from everyrep.core.plan import Plan, Prescription
from everyrep.core.problems import Invalid
from everyrep.core.reminding import (
    Channel,
    Kind,
    Quiet,
    Rules,
    Sent,
    Situation,
    Why,
    Wishes,
    follow_up,
    occurrences,
    refused,
    share_of_day,
    too_much,
    unanswered_days,
)
from everyrep.core.schedule import Anchor, Schedule

MONDAY = date(2026, 11, 16)
HOME = ZoneInfo("America/New_York")
NIGHT = Quiet(first=time(21), last=time(8))
RULES = Rules(
    late=timedelta(hours=2),
    again_after=timedelta(hours=3),
    ignored_days=7,
    first_at=time(9),
    last_at=time(18),
)


def wishes(**changes) -> Wishes:
    known = {"channels": frozenset({Channel.PUSH}), "quiet": NIGHT, "weekly_cap": 14}
    return Wishes(**{**known, **changes})


def plan(times_per_day: int = 1, *anchors: Anchor) -> Plan:
    schedule = Schedule(times_per_day=times_per_day, anchors=anchors)
    item = Prescription(
        key="a", exercise="quad-set", dosage=Dosage(sets=Span(2, 2), reps=Span(9, 9)), schedule=schedule
    )
    return Plan(number=1, valid_from=MONDAY, items=(item,))


def due(of: Plan | None, chosen: Wishes, *, moved=None, days: int = 1):
    last = MONDAY + timedelta(days=days - 1)
    return list(occurrences(lambda _: of, lambda _: moved or {}, chosen, RULES, HOME, MONDAY, last))


def clock(found) -> list[str]:
    return [one.due_at.astimezone(HOME).strftime("%a %H:%M") for one in found]


def test_a_session_is_reminded_of_at_the_time_the_patient_chose():
    assert clock(due(plan(2), wishes(sessions=("08:30", "19:15")))) == ["Mon 08:30", "Mon 19:15"]


def test_with_the_routine_it_is_the_plans_own_time_or_where_the_patient_moved_it():
    of = plan(1, Anchor(routine="after breakfast", at=time(8, 10)))
    assert clock(due(of, wishes())) == ["Mon 08:10"]
    assert clock(due(of, wishes(), moved={0: Anchor(routine="after lunch", at=time(13))})) == ["Mon 13:00"]


def test_a_routine_without_a_clock_time_lies_evenly_between_morning_and_evening():
    of = plan(4, Anchor(routine="after breakfast"))
    assert clock(due(of, wishes(weekly_cap=28))) == ["Mon 09:00", "Mon 12:00", "Mon 15:00", "Mon 18:00"]


@pytest.mark.parametrize(
    "change",
    [
        {"stopped": True},
        {"paused_until": MONDAY},
        {"sessions": ("off",)},
    ],
)
def test_nothing_is_planned_where_the_patient_wants_nothing(change):
    assert due(plan(), wishes(**change)) == []


def test_without_a_program_there_is_nothing_to_remind_of():
    assert due(None, wishes()) == []


def test_reminders_come_back_on_the_day_after_a_pause():
    assert clock(due(plan(), wishes(paused_until=MONDAY), days=2)) == ["Tue 09:00"]


def test_a_routine_in_quiet_hours_is_left_in_peace():
    of = plan(2, Anchor(at=time(7)), Anchor(at=time(21)))
    assert due(of, wishes()) == []
    assert clock(due(of, wishes(quiet=Quiet(first=time(22), last=time(6))))) == ["Mon 07:00", "Mon 21:00"]


@pytest.mark.parametrize(
    ("cap", "times"),
    [
        (7, ["Mon 09:00"]),
        (14, ["Mon 09:00", "Mon 18:00"]),
        (21, ["Mon 09:00", "Mon 13:30", "Mon 18:00"]),
        (42, ["Mon 09:00", "Mon 11:15", "Mon 13:30", "Mon 15:45", "Mon 18:00"]),
    ],
)
def test_of_many_sessions_a_day_as_many_are_reminded_of_as_its_share_allows(cap, times):
    assert clock(due(plan(5), wishes(weekly_cap=cap))) == times


def test_two_ways_share_what_a_day_may_take():
    both = frozenset({Channel.PUSH, Channel.EMAIL})
    assert clock(due(plan(5), wishes(channels=both, weekly_cap=28))) == ["Mon 09:00", "Mon 18:00"]


def test_quiet_hours_may_lie_within_a_day_or_be_none():
    midday = Quiet(first=time(12), last=time(14))
    assert [midday.covers(time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert not Quiet(first=time(0), last=time(0)).covers(time(0))


def test_a_reminder_is_late_after_two_hours_or_when_the_next_session_is_due():
    far, near = (due(plan(2), wishes(sessions=("09:00", at)))[0] for at in ("18:00", "10:00"))
    assert far.late_at - far.due_at == timedelta(hours=2)
    assert near.late_at - near.due_at == timedelta(hours=1)


def test_the_follow_up_comes_three_hours_later():
    slot = due(plan(), wishes())[0]
    again = follow_up(slot, wishes(), RULES, HOME)
    assert again is not None
    assert again.due_at - slot.due_at == timedelta(hours=3)


@pytest.mark.parametrize(
    ("times", "change"),
    [
        (("09:00",), {"again": False}),
        (("18:30",), {}),  # 21:30 is quiet
        (("09:00", "12:00"), {}),  # the next session is due
    ],
)
def test_no_follow_up_where_none_is_wanted_or_something_else_comes_first(times, change):
    chosen = wishes(sessions=times, **change)
    assert follow_up(due(plan(len(times)), chosen)[0], chosen, RULES, HOME) is None


def situation(**changes) -> Situation:
    chosen = changes.pop("wishes", wishes())
    known = {
        "wishes": chosen,
        "zone": HOME,
        "slot": due(plan(), wishes())[0],
        "logged": False,
        "excused": False,
        "sent": (),
        "due_later": 0,
        "unanswered": 0,
    }
    return Situation(**{**known, **changes})


NINE = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
LATE = NINE + timedelta(hours=2)


def answer(now: datetime = NINE, *, channel: Channel = Channel.PUSH, kind: Kind = Kind.FIRST, **changes):
    found = situation(**changes)
    return refused(channel, kind, LATE, now, found) or too_much(kind, now, found, RULES)


def test_a_reminder_that_is_due_goes_out():
    assert answer() is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"wishes": wishes(stopped=True)}, Why.STOPPED),
        ({"channel": Channel.SMS}, Why.STOPPED),
        ({"slot": None}, Why.NOT_PLANNED),
        ({"wishes": wishes(paused_until=MONDAY)}, Why.PAUSED),
        ({"excused": True}, Why.EXCUSED),
        ({"logged": True}, Why.LOGGED),
        ({"wishes": wishes(quiet=Quiet(first=time(9), last=time(10)))}, Why.QUIET),
        ({"unanswered": 7}, Why.UNANSWERED),
        ({"now": LATE}, Why.LATE),
    ],
)
def test_what_keeps_a_reminder_from_going_out(change, why):
    assert answer(change.pop("now", NINE), **change) is why


def test_opting_out_beats_even_a_message_that_was_asked_for():
    assert answer(kind=Kind.TRY, wishes=wishes(stopped=True)) is Why.STOPPED
    assert answer(kind=Kind.TRY, logged=True, unanswered=9, slot=None) is None


def sent(day: date, count: int, kind: Kind = Kind.FIRST, channel: Channel = Channel.PUSH) -> list[Sent]:
    return [Sent(local_date=day, session=n, kind=kind, channel=channel) for n in range(count)]


def test_the_weekly_cap_counts_every_channel_of_the_last_seven_days():
    week = [MONDAY - timedelta(days=n) for n in range(1, 7)]
    thirteen = [one for day in week for one in sent(day, 2)] + sent(week[0], 1, channel=Channel.EMAIL)
    assert answer(sent=thirteen) is None
    assert answer(sent=[*thirteen, *sent(week[1], 1, channel=Channel.SMS)]) is Why.ENOUGH
    assert answer(sent=sent(MONDAY - timedelta(days=7), 14)) is None
    assert answer(sent=[*thirteen, *sent(week[1], 1, kind=Kind.TRY)]) is None


def test_a_day_takes_its_share_of_the_week_and_no_more():
    assert share_of_day(wishes(weekly_cap=14)) == 2
    assert share_of_day(wishes(weekly_cap=15)) == 3
    assert answer(sent=sent(MONDAY, 1)) is None
    assert answer(sent=sent(MONDAY, 2)) is Why.ENOUGH


def test_a_follow_up_leaves_room_for_the_first_reminders_of_the_day():
    assert answer(kind=Kind.AGAIN, sent=sent(MONDAY, 1), due_later=0) is None
    assert answer(kind=Kind.AGAIN, sent=sent(MONDAY, 1), due_later=1) is Why.ENOUGH


def test_one_message_for_an_outage_comes_only_where_the_day_had_none():
    assert answer(kind=Kind.DIGEST) is None
    assert answer(kind=Kind.DIGEST, sent=sent(MONDAY, 1)) is Why.ENOUGH


def test_days_count_as_unanswered_until_something_is_heard():
    days = [MONDAY - timedelta(days=n) for n in range(10)]
    assert unanswered_days(days, None, MONDAY) == 9
    assert unanswered_days([*days, *days], MONDAY - timedelta(days=3), MONDAY) == 2
    assert unanswered_days(days, MONDAY, MONDAY) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weekly_cap": 0}, "weekly_cap"),
        ({"weekly_cap": 43}, "weekly_cap"),
        ({"sessions": ("off", "8:30")}, "session-1"),
        ({"sessions": ("25:00",)}, "session-0"),
        ({"sessions": ("22:00",)}, "session-0"),
    ],
)
def test_wishes_that_cannot_be_kept_name_the_field_at_fault(change, field):
    with pytest.raises(Invalid) as caught:
        wishes(**change)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_changing_the_quiet_hours_shows_the_times_that_now_lie_in_them():
    chosen = wishes(sessions=("19:00",))
    with pytest.raises(Invalid, match="19:00"):
        replace(chosen, quiet=Quiet(first=time(18), last=time(8)))
