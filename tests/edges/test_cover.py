"""On days away, what waits for somebody stands on the list of whoever covers for them."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from everyrep.attention.charge import set_cover
from everyrep.attention.reasons import put
from everyrep.core.attention.kinds import Kind, Reason, Source
from everyrep.people.models import Staff
from everyrep.prescribing.models import ProgramVersion


def mine(member: Staff) -> bool:
    """Whether Rosa is on this member's own list."""
    page = signed_in(Client(), member).get(reverse("attention"), {"whose": "mine"}).content.decode()
    return "Rosa Diaz" in page


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [(0, 0, True), (-3, 4, True), (1, 4, False), (-4, -1, False)],
)
def test_what_waits_goes_to_the_cover_on_days_away_and_only_then(
    world: ClinicWorld, signed: ProgramVersion, first: int, last: int, away: bool
) -> None:
    """Ana signed Rosa's program, so she is in charge."""
    told = {"days": 7, "heard_on": TODAY.isoformat()}
    found = [Reason(kind=Kind.REMINDERS_UNANSWERED, since=TODAY, mark=1, evidence=told)]
    put(by=world.system, patient_id=world.patient.id, source=Source.CONVERSATIONS, found=found, now=NOW)
    days = [(TODAY + timedelta(days=n)).isoformat() for n in (first, last)]
    set_cover(by=world.ana, covered_by=str(world.assistant.id), first=days[0], last=days[1], now=NOW)
    assert (mine(world.therapist), mine(world.assistant)) == (not away, away)
