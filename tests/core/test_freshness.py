"""How long a prescription has stood unchanged."""

from dataclasses import replace
from datetime import date, timedelta

from everyrep.core.dosage import Dosage, Span
from everyrep.core.freshness import asks_for_review, days_unchanged
from everyrep.core.plan import Plan, Prescription

DAY = date(2026, 11, 1)


def item(unchanged_since: date | None = None) -> Prescription:
    dosage = Dosage(sets=Span(3, 3), reps=Span(10, 10))
    return Prescription(key="a", exercise="quad-set", dosage=dosage, unchanged_since=unchanged_since)


def plan(number: int = 1) -> Plan:
    return Plan(number=number, valid_from=DAY, items=(item(),))


def test_an_item_counts_from_the_version_that_last_changed_it() -> None:
    assert days_unchanged(item(DAY - timedelta(days=9)), plan(2), DAY) == 9


def test_an_item_without_a_date_counts_from_its_version() -> None:
    assert days_unchanged(item(), plan(), DAY + timedelta(days=3)) == 3


def test_an_item_that_starts_tomorrow_is_not_older_than_today() -> None:
    assert days_unchanged(item(DAY + timedelta(days=1)), plan(), DAY) == 0


def test_three_weeks_unchanged_ask_for_a_review_and_a_day_less_does_not() -> None:
    assert asks_for_review(item(), plan(), DAY + timedelta(days=21))
    assert not asks_for_review(item(), plan(), DAY + timedelta(days=20))


def test_a_review_date_of_its_own_goes_before_the_three_weeks() -> None:
    early = replace(item(), review_by=DAY + timedelta(days=5))
    late = replace(item(), review_by=DAY + timedelta(days=40))
    assert asks_for_review(early, plan(), DAY + timedelta(days=5))
    assert not asks_for_review(early, plan(), DAY + timedelta(days=4))
    assert not asks_for_review(late, plan(), DAY + timedelta(days=39))
