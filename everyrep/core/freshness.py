"""How long a prescription has stood unchanged."""

from datetime import date

from everyrep.core.plan import Plan, Prescription

REVIEW_AFTER_DAYS = 21  # clinical reference 3.12: unchanged for three weeks asks for a review


def days_unchanged(item: Prescription, plan: Plan, today: date) -> int:
    """Whole days since the item last changed, 0 for one that starts today or later."""
    return max((today - (item.unchanged_since or plan.valid_from)).days, 0)


def asks_for_review(
    item: Prescription, plan: Plan, today: date, *, after_days: int = REVIEW_AFTER_DAYS
) -> bool:
    """True from the item's own review date on; without one, once it has stood unchanged for `after_days`."""
    if item.review_by is not None:
        return today >= item.review_by
    return days_unchanged(item, plan, today) >= after_days
