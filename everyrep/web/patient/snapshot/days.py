"""The days of the window, with their sessions and what is offered."""

from everyrep.core.plan import Plan, bad_day_minimum
from everyrep.core.schedule import Anchor, weekly_quota
from everyrep.logbook.window import Session, Window, WindowDay, minutes_for
from everyrep.web.patient.snapshot import schema
from everyrep.web.patient.snapshot.items import Ids

Short = dict[tuple[str, ...], list[str]]
"""What is enough of a session on a bad day, by the ids of its items: most days hold the same sessions."""


def days_of(found: Window, ids: Ids) -> list[schema.Day]:
    """`ids` names the items by version and key."""
    short: Short = {}
    return [_day(day, found, ids, short) for day in found.days]


def _day(day: WindowDay, found: Window, ids: Ids, short: Short) -> schema.Day:
    plan = day.plan
    return schema.Day(
        local_date=day.local_date,
        version=found.versions[plan.number].id if plan else None,
        state=day.state.value,
        sessions=[_session(session, plan, ids, short) for session in day.sessions] if plan else [],
        offered=_offered(day, plan, ids) if plan else [],
        held=day.held,
    )


def _session(session: Session, plan: Plan, ids: Ids, short: Short) -> schema.Session:
    items = tuple(ids[plan.number, item.key] for item in session.items)
    if items not in short:
        short[items] = [ids[plan.number, key] for key in _enough(session)]
    return schema.Session(
        index=session.index,
        anchor=_anchor(session.anchor) if session.anchor else "",
        at=f"{session.anchor.at:%H:%M}" if session.anchor and session.anchor.at else "",
        items=list(items),
        short=short[items],
    )


def _anchor(anchor: Anchor) -> str:
    """After brushing teeth · 8:00"""
    at = f"{anchor.at.hour}:{anchor.at:%M}" if anchor.at else ""
    return " · ".join(part for part in (anchor.routine, at) if part)


def _enough(session: Session) -> list[str]:
    """The keys of what is enough on a bad day; none where it would save no minute."""
    enough = bad_day_minimum(session.items)
    saves = minutes_for(enough) < minutes_for(session.items)
    return [item.key for item in enough] if saves else []


def _offered(day: WindowDay, plan: Plan, ids: Ids) -> list[schema.Offered]:
    return [
        schema.Offered(
            item=ids[plan.number, item.key],
            per_week=weekly_quota(item.schedule),
            per_day=item.schedule.max_per_day,
        )
        for item in day.offered
    ]
