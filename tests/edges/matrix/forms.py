"""How to ask for a record: what stands in an address, and what goes with a form or a push."""

from collections.abc import Callable
from typing import Any

from conftest import NOW, TODAY

from edges.matrix.town import Record
from everyrep.figures import studio
from everyrep.figures.bodies import DEFAULT
from everyrep.figures.requests import FigureRequest
from everyrep.prescribing.actions.episodes import close_episode

Body = dict[str, Any]
Make = Callable[[Record], Body]

FIGURE = "straight-leg-raise"
NEW_PASSWORD = "four words in a row"  # noqa: S105


def nothing(_record: Record) -> Body:
    return {}


def patient_id(record: Record) -> Body:
    return {"patient_id": record.patient.id}


def item(record: Record) -> Body:
    return {**patient_id(record), "key": record.item_key}


def alert(record: Record) -> Body:
    return {**patient_id(record), "alert_id": record.alert_id}


def reason(record: Record) -> Body:
    return {"reason_id": record.reason_id}


def time_form(_record: Record) -> Body:
    hours = {"day": TODAY.isoformat(), "start": "08:00", "stop": "08:10"}
    return {**hours, "activity": "call", "reason": "The page was left open."}


def time_noted(record: Record) -> Body:
    return {**patient_id(record), "entry_id": record.time_id}


def colleague(record: Record) -> Body:
    return {"to": str(record.world.therapist.id)}


def patient_form(_record: Record) -> Body:
    return {
        "given_name": "Pat",
        "family_name": "Ient",
        "birth_date": "1958-03-04",
        "zone": "America/New_York",
        "language": "en",
        "units": "metric",
        "minutes_per_day": "20",
    }


def dose_form(_record: Record) -> Body:
    return {"sets": "3", "reps": "10", "pattern": "every_day", "times_per_day": "1", "weight": "1"}


def rules_form(_record: Record) -> Body:
    return {"model": "pain_monitoring", "expires": TODAY.isoformat(), "mode": "proposal", "do": "approve"}


def proposal(record: Record) -> Body:
    return {"proposal_id": record.proposal_id}


def signature(record: Record) -> Body:
    return {"reason": "Ready for more", "valid_from": TODAY.isoformat(), "revision": str(record.revision)}


def template(record: Record) -> Body:
    return {"ref": f"own:{record.template_id}"}


def closed(record: Record) -> None:
    close_episode(by=record.world.ana, episode_id=record.episode.id, ended_on=TODAY, now=NOW)


def push(record: Record) -> Body:
    return {"device_id": "phone-1", "ops": [record.operation(device_seq=2)]}


def own_exercise(record: Record) -> Body:
    return {"own_id": record.own_row.exercise_id}


def own_form(_record: Record) -> Body:
    return {
        "name": "Wall slide of ours",
        "steps": "Slide your arms up the wall.",
        "body_region": "shoulder",
        "position": "standing",
        "laterality": "bilateral",
        "weight_bearing": "FWB",
        "dose": "2x8",
        "times_per_day": "1",
        "days_per_week": "7",
        "language": "en",
        "by": "none",
    }


def own_form_pictured(record: Record) -> Body:
    shown = {"by": "picture", "picture_id": str(record.own_row.picture_id), "alt": "A chair", "agreed": "on"}
    return {**own_form(record), **shown}


def figure(_record: Record) -> Body:
    asked = FigureRequest(exercise=FIGURE, side="right", frames="1")
    return {"digest": studio.digest(asked), "name": asked.name}


def demonstrator(_record: Record) -> Body:
    return {"digest": studio.body_digest(DEFAULT), "demonstrator": DEFAULT}


def link(record: Record) -> Body:
    return {**patient_id(record), "link_id": record.link_id}


def helper_form(_record: Record) -> Body:
    return {"name": "Luis", "email": "luis@example.org", "scope": "log", "last_day": "2026-12-24"}


def reply_form(_record: Record) -> Body:
    return {"title": "Wound", "text": "Keep it dry for two days."}


def reminder_form(_record: Record) -> Body:
    return {"push": "on", "quiet_first": "21:00", "quiet_last": "08:00", "weekly_cap": "14"}


def subscription(_record: Record) -> Body:
    """A browser's own keys, as it makes them."""
    keys = {"p256dh": "B" + "A" * 86, "auth": "A" * 22}
    return {"do": "subscribe", "endpoint": "https://push.example/abc", "keys": keys}
