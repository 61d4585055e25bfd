"""The chart's trends, timeline and figures; two periods side by side; the entries behind a number."""

import html
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from conftest import NOW, TODAY, ClinicWorld, make_operation
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from talking import replies, writes

from edges.conftest import signed_in
from everyrep.core.dosage import Dosage, Load, LoadUnit, Span
from everyrep.core.plan import Plan, Prescription
from everyrep.logbook.actions import receive
from everyrep.prescribing.models import ProgramVersion
from everyrep.web.clinic.trends import raised
from everyrep.web.fragments import FRAGMENTS


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def say(world: ClinicWorld, signed: ProgramVersion, body: dict[str, object]) -> None:
    op = make_operation(signed.id, "", body=body, schema_v=2)
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=NOW)


def log(world: ClinicWorld, signed: ProgramVersion, item: int = 0, **body: object) -> None:
    say(
        world,
        signed,
        {
            "type": "exercise",
            "item_key": signed.items[item]["key"],
            "session": 0,
            "outcome": "done",
            **body,
        },
    )


def page_of(client: Client, route: str, world: ClinicWorld, **query: str) -> str:
    answer = client.get(reverse(route, args=[world.patient.id]), query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def part_of(page: str, name: str) -> str:
    return page.split(f'id="{name}"', 1)[1].split("</section>", 1)[0]


def test_pain_and_effort_are_drawn_told_in_words_and_listed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    assert 'id="trends"' not in page_of(ana, "chart", world)
    log(world, signed, pain=4, effort=6)
    trends = part_of(page_of(ana, "chart", world), "trends")
    assert "<polyline" in trends
    assert "4.0 (1 day), highest 4" in trends
    assert "6.0 (1 day), highest 6" in trends
    assert '<td class="number">4</td>' in trends


def test_the_figures_say_how_the_log_is_known_and_why_something_was_not_done(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed)
    log(world, signed, item=1, outcome="not", reason="no_time")
    page = page_of(ana, "chart", world)
    assert "How it is known: ticked off 2" in page
    assert "Why not done: The day was too full 1" in page


def test_the_timeline_tells_what_was_signed_and_when_a_flare_began(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    say(world, signed, {"type": "day", "excuse": "flare", "until": TODAY.isoformat()})
    timeline = part_of(page_of(ana, "chart", world), "timeline")
    assert "Version 1 signed" in timeline
    assert "Care began" in timeline
    assert "16 November 2026" in timeline.split("Flare-up", 1)[1]


def loaded(number: int, kilograms: int | None) -> Plan:
    load = Load(unit=LoadUnit.KG, value=Decimal(kilograms)) if kilograms else None
    dosage = Dosage(sets=Span(3, 3), reps=Span(8, 8), load=load)
    items = (Prescription(key="squat", exercise="squat", dosage=dosage),)
    return Plan(number=number, valid_from=date(2026, 3, number), items=items)


def test_a_load_is_told_from_the_version_on_that_changed_it() -> None:
    (squat,) = raised([loaded(1, 5), loaded(2, 5), loaded(3, 8)])
    assert [(day.day, load) for day, load, _range in squat.steps] == [(1, "5 kg"), (3, "8 kg")]
    assert squat.points


def test_without_a_load_or_a_limit_of_range_nothing_is_drawn() -> None:
    assert raised([loaded(1, None), loaded(2, None)]) == ()
    (squat,) = raised([loaded(1, 5), loaded(2, 5)])
    assert squat.points == ""


@pytest.mark.parametrize(
    ("rows", "mine", "others"),
    [
        ("pain", "pain 7", "May I swim?"),
        ("reasons", "The day was too full", "pain 7"),
        ("questions", "May I swim?", "pain 7"),
        ("notes", "Stiff on the stairs.", "May I swim?"),
        ("done", "pain 7", "May I swim?"),
        ("nonsense", "pain 7", "May I swim?"),
    ],
)
def test_a_number_opens_the_entries_it_was_worked_out_from(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, rows: str, mine: str, others: str
) -> None:
    log(world, signed, pain=7)
    log(world, signed, item=1, outcome="not", reason="no_time", note="Stiff on the stairs.")
    say(world, signed, {"type": "question", "text": "May I swim?"})
    page = page_of(ana, "chart_rows", world, rows=rows)
    assert mine in page
    assert others not in page


def test_the_entries_are_those_of_the_days_and_the_exercise_asked_for(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, pain=7)
    log(world, signed, item=1, pain=5)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    before = page_of(ana, "chart_rows", world, rows="pain", **{"from": yesterday, "to": yesterday})
    assert "Nothing was logged about this" in before
    page = page_of(ana, "chart_rows", world, rows="pain", item=signed.items[1]["key"])
    assert "pain 5" in page
    assert "pain 7" not in page


def test_two_periods_stand_side_by_side_and_say_nothing_of_a_difference_on_too_little(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    log(world, signed, pain=7)
    page = page_of(ana, "chart_compare", world)
    assert "3 November 2026 to 16 November 2026" in page
    assert "20 October 2026 to 2 November 2026" in page
    assert "7.0 (1 day)" in page
    assert "too little to compare" in page
    assert "higher" not in page.split("<table", 1)[1].split("</table>", 1)[0]


@pytest.mark.parametrize(
    ("route", "query", "accepted"),
    [
        ("chart_compare", {"a_from": "soon"}, "such as 2026-03-09"),
        ("chart_compare", {"a_from": "2026-11-10", "a_to": "2026-11-01"}, "before the last one"),
        ("chart_compare", {"b_to": "2027-01-01"}, "up to today"),
        ("chart_rows", {"from": "2026-02-30"}, "2026-02-28"),
        ("chart_rows", {"from": "2001-01-01"}, "before the last one"),
    ],
)
def test_wrong_days_are_refused_where_they_were_typed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, route: str, query: dict[str, str], accepted: str
) -> None:
    answer = ana.get(reverse(route, args=[world.patient.id]), query)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert accepted in page
    assert all(f'value="{typed}"' in page for typed in query.values())


@pytest.mark.parametrize("route", ["chart", "chart_compare", "chart_rows"])
def test_a_longer_log_costs_no_more_queries(
    ana: Client, world: ClinicWorld, signed: ProgramVersion, route: str
) -> None:
    log(world, signed, pain=1, note="Fine.")
    before = queries(ana, route, world)
    for place in range(len(signed.items)):
        log(world, signed, item=place, session=1, pain=2, note="Fine.")
    assert queries(ana, route, world) == before


def queries(client: Client, route: str, world: ClinicWorld) -> int:
    page_of(client, route, world)
    FRAGMENTS.clear()
    with CaptureQueriesContext(connection) as captured:
        page_of(client, route, world)
    return len(captured)


def test_the_timeline_counts_messages_by_the_patients_own_day(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    writes(world, world.rosa, "May I swim?")
    replies(world, "Yes, gently.", NOW + timedelta(minutes=5))
    late = datetime(2026, 11, 17, 3, 30, tzinfo=UTC)  # still the evening of the 16th at Rosa's
    writes(world, world.rosa, "Thank you!", late)
    timeline = part_of(page_of(ana, "chart", world), "timeline")
    assert timeline.count("from home") == 1
    assert "2 from home, 1 from the clinic" in timeline
    assert "May I swim?" not in timeline  # the words stay in the thread
