"""An alert is raised once, seen by somebody, and settled by a clinician alone."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import NOW, TODAY, ClinicWorld

from everyrep.attention.actions import acknowledge, raise_alert, settle
from everyrep.attention.models import Alert
from everyrep.attention.queries import alerts_of, held_between, held_since, open_alerts, open_levels
from everyrep.audit.queries import events_about
from everyrep.core.alerting import Level
from everyrep.core.problems import Invalid
from everyrep.people.access import viewer_of_staff
from everyrep.tenancy.viewer import NotAllowed, NotFound

ENTRY = UUID("0b8f5a3c-54a7-4c0f-9d6b-6f0a5a1f2b11")
LATER = NOW + timedelta(hours=3)


def raised(world: ClinicWorld, *findings: str, level: Level = Level.EMERGENCY, **changes: Any) -> Alert:
    known: dict[str, Any] = {
        "by": world.rosa,
        "patient_id": world.patient.id,
        "level": level,
        "reason": "symptom_check",
        "entry_id": ENTRY,
        "findings": findings or ("chest_pressure",),
        "first_day": TODAY,
        "now": NOW,
    }
    return raise_alert(**{**known, **changes})


def cleared(
    world: ClinicWorld, alert: Alert, outcome: str = "Called, seen today.", now: datetime = LATER
) -> Alert:
    return settle(by=world.ana, patient_id=world.patient.id, alert_id=alert.id, outcome=outcome, now=now)


def happened(world: ClinicWorld) -> list[str]:
    events = events_about(world.ana, world.patient.id).filter(object_type="alert")
    return [event.action for event in events.order_by("seq")]


def test_the_same_alert_is_raised_once(world: ClinicWorld) -> None:
    first, again = raised(world), raised(world, now=LATER)
    assert first.id == again.id
    assert again.raised_at == NOW
    assert happened(world) == ["raise"]


def test_another_entry_raises_another_alert(world: ClinicWorld) -> None:
    raised(world)
    raised(world, entry_id=uuid4())
    assert len(open_alerts(world.ana)) == 2


def test_one_more_finding_makes_it_more_pressing_and_new(world: ClinicWorld) -> None:
    alert = raised(world, "fell", level=Level.URGENT)
    acknowledge(by=world.ana, patient_id=world.patient.id, alert_id=alert.id, now=NOW)
    raised(world, "chest_pressure", now=LATER)
    (standing,) = open_alerts(world.ana)
    assert standing.pressing is Level.EMERGENCY
    assert standing.findings == ["chest_pressure", "fell"]
    assert (standing.acknowledged_at, standing.raised_at) == (None, LATER)


def test_fewer_findings_take_nothing_back(world: ClinicWorld) -> None:
    raised(world, "chest_pressure", "fell")
    raised(world, "fell", level=Level.URGENT)
    (standing,) = open_alerts(world.ana)
    assert (standing.pressing, standing.findings) == (Level.EMERGENCY, ["chest_pressure", "fell"])


def test_a_new_finding_opens_a_settled_alert_again_and_keeps_what_was_done(world: ClinicWorld) -> None:
    cleared(world, raised(world, "fell", level=Level.URGENT), outcome="No injury.")
    assert open_alerts(world.ana) == []
    raised(world, "fell", level=Level.URGENT, now=LATER)
    assert open_alerts(world.ana) == []
    raised(world, "chest_pressure", now=LATER)
    (standing,) = open_alerts(world.ana)
    assert standing.outcome == ""
    assert standing.evidence["earlier"][0]["outcome"] == "No injury."
    assert held_since(world.rosa, world.patient.id) == TODAY


def test_the_most_pressing_alert_comes_first(world: ClinicWorld) -> None:
    for level in (Level.ATTENTION, Level.EMERGENCY, Level.NOTICE, Level.URGENT):
        raised(world, level=level, entry_id=uuid4())
    assert [alert.pressing for alert in open_alerts(world.ana)] == list(Level)
    assert open_levels(world.ana) == {world.patient.id: Level.EMERGENCY}


def test_who_saw_it_first_stays_on_file(world: ClinicWorld) -> None:
    alert = raised(world)
    assistant = viewer_of_staff(world.assistant)
    acknowledge(by=assistant, patient_id=world.patient.id, alert_id=alert.id, now=NOW)
    acknowledge(by=world.ana, patient_id=world.patient.id, alert_id=alert.id, now=LATER)
    (seen,) = open_alerts(world.ana)
    assert seen.acknowledged_by is not None
    assert (seen.acknowledged_by.name, seen.acknowledged_at) == ("Ali Khan", NOW)
    assert happened(world) == ["raise", "acknowledge"]


def test_clearing_needs_words_and_keeps_them(world: ClinicWorld) -> None:
    alert = raised(world)
    for outcome, wrong in (("  ", "Write what you found"), ("x" * 1001, "At most"), ("\0", "cannot be kept")):
        with pytest.raises(Invalid) as refused:
            cleared(world, alert, outcome)
        assert wrong in refused.value.problems[0].text
    assert held_since(world.rosa, world.patient.id) == TODAY
    cleared(world, alert, " Called, seen today. ")
    (settled,) = alerts_of(world.ana, world.patient.id)
    assert settled.settled_by is not None
    assert (settled.outcome, settled.settled_by.name) == ("Called, seen today.", "Ana Vidal")
    assert happened(world) == ["raise", "settle"]


def test_a_second_outcome_does_not_overwrite_the_first(world: ClinicWorld) -> None:
    alert = raised(world)
    cleared(world, alert, "First.")
    with pytest.raises(Invalid):
        cleared(world, alert, "Second.")
    assert alerts_of(world.ana, world.patient.id)[0].outcome == "First."


def test_only_a_clinician_clears(world: ClinicWorld) -> None:
    alert = raised(world)
    for viewer in (world.rosa, world.oscar, viewer_of_staff(world.assistant)):
        with pytest.raises(NotAllowed):
            settle(by=viewer, patient_id=world.patient.id, alert_id=alert.id, outcome="Fine.", now=LATER)
    for viewer in (world.rosa, world.oscar):
        with pytest.raises(NotAllowed):
            acknowledge(by=viewer, patient_id=world.patient.id, alert_id=alert.id, now=LATER)
        with pytest.raises(NotAllowed):
            open_alerts(viewer)


def test_an_alert_of_the_clinic_next_door_is_not_there(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    alert = raised(world)
    assert open_alerts(neighbour.ana) == []
    assert alerts_of(neighbour.ana, world.patient.id) == []
    assert open_levels(neighbour.ana) == {}
    with pytest.raises(NotFound):
        acknowledge(by=neighbour.ana, patient_id=world.patient.id, alert_id=alert.id, now=LATER)
    with pytest.raises(NotFound):
        settle(by=neighbour.ana, patient_id=neighbour.patient.id, alert_id=alert.id, outcome="x", now=LATER)


def test_the_plan_waits_from_the_first_day_until_the_last_alert_is_cleared(world: ClinicWorld) -> None:
    first = raised(world, first_day=TODAY - timedelta(days=2))
    second = raised(world, "fell", level=Level.URGENT, entry_id=uuid4())
    assert held_since(world.rosa, world.patient.id) == TODAY - timedelta(days=2)
    cleared(world, first)
    assert held_since(world.rosa, world.patient.id) == TODAY
    cleared(world, second, now=NOW + timedelta(days=1))
    assert held_since(world.rosa, world.patient.id) is None


def held(world: ClinicWorld) -> list[date]:
    week = TODAY - timedelta(days=3), TODAY + timedelta(days=3)
    return sorted(held_between(world.rosa, world.patient.id, *week))


def test_days_to_come_wait_too_until_it_is_cleared(world: ClinicWorld) -> None:
    assert held(world) == []
    alert = raised(world, first_day=TODAY - timedelta(days=1))
    assert held(world) == [TODAY + timedelta(days=n) for n in range(-1, 4)]
    cleared(world, alert)
    assert held(world) == [TODAY - timedelta(days=1)]


def test_what_needs_attention_within_days_does_not_hold_the_plan(world: ClinicWorld) -> None:
    raised(world, "weight_loss", level=Level.ATTENTION)
    assert held_since(world.rosa, world.patient.id) is None
    assert held(world) == []


def test_the_day_of_clearing_is_the_patients_own(world: ClinicWorld) -> None:
    """Half past midnight in Greenwich is still the evening before in New York."""
    alert = raised(world, first_day=TODAY - timedelta(days=1))
    after_midnight = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), NOW.tzinfo)
    cleared(world, alert, now=after_midnight + timedelta(minutes=30))
    assert alerts_of(world.ana, world.patient.id)[0].settled_on == TODAY
