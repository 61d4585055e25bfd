"""Figures as they are served: to whom, under which address, and on which page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.conftest import signed_in
from edges.snapshots import ADDRESS
from everyrep.audit.models import AuditEvent
from everyrep.core.dosage import Dosage, RomLimit, Side, Span
from everyrep.core.plan import Prescription
from everyrep.figures import build, studio
from everyrep.figures.movements import movement
from everyrep.figures.requests import FigureRequest, parse
from everyrep.figures.store import store
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.web.figures.ahead import looks
from everyrep.web.figures.asking import prescribed_figure
from everyrep.web.figures.showing import figure_shown

LEG_RAISE = """
id: straight-leg-raise
position: supine
side: right
poses:
  - angles: {hip_L: {flex: 48}, knee_L: {flex: 95}}
  - angles: {hip_R: {flex: 45}}
primary: {joint: hip_R, dof: flex, range: [0, 45], safe: [0, 80]}
view: {yaw: -72, pitch: 14}
not_shown: "A picture cannot show that the thigh is tight."
"""
DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 456 241"/>' * 20
STILL = FigureRequest(exercise="straight-leg-raise", side="left", frames="1")
SOURCE = re.compile(r'"(/figures/[^"]+)"')


@pytest.fixture
def made() -> list[str]:
    """The names of the figures that had to be made, in order."""
    return []


@pytest.fixture(autouse=True)
def _one_movement(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> Iterator[None]:
    """A library with the straight leg raise alone, and a studio that draws in no time."""
    content = tmp_path / "content"
    content.mkdir()
    for folder in Path(settings.CONTENT_DIR).iterdir():
        if folder.name != "movements":
            (content / folder.name).symlink_to(folder)
    (content / "movements").mkdir()
    (content / "movements" / "straight-leg-raise.yaml").write_text(LEG_RAISE)
    settings.CONTENT_DIR, settings.DATA_DIR = content, tmp_path / "data"

    def make(request: FigureRequest) -> bytes:
        made.append(request.name)
        return DRAWN

    monkeypatch.setattr(studio, "make", make)
    for kept in (movement, store):
        kept.cache_clear()
    yield
    for kept in (movement, store):
        kept.cache_clear()


def address(figure: FigureRequest, digest: str = "") -> str:
    return reverse("figure", kwargs={"digest": digest or studio.digest(figure), "name": figure.name})


def shown(page: str) -> list[FigureRequest]:
    """The figures of a page or a snapshot, by what they were asked for."""
    found = (parse(source.rpartition("/")[2]) for source in SOURCE.findall(page))
    return [figure for figure in found if figure]


def who_shows(rosa: Client) -> set[str]:
    return {figure.demonstrator for figure in shown(rosa.get(ADDRESS).content.decode())}


def leg_raise(**dose: Any) -> Prescription:
    return Prescription(
        key="k", exercise="straight-leg-raise", dosage=Dosage(sets=Span(2, 2), reps=Span(10, 10), **dose)
    )


def test_anyone_gets_a_figure_of_the_library_and_may_keep_it_for_good(client: Client, db: None) -> None:
    answer = client.get(address(STILL))
    assert answer.content == DRAWN
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]


def test_it_is_made_once_and_then_served_without_a_session(
    client: Client, db: None, made: list[str], django_assert_num_queries: Any
) -> None:
    client.get(address(STILL))
    with django_assert_num_queries(0):
        again = client.get(address(STILL), headers={"Accept-Encoding": "gzip, br"})
    assert made == [STILL.name]
    assert again.headers["Content-Encoding"] == "br"
    assert brotli.decompress(again.content) == DRAWN
    assert again.headers["Vary"] == "Accept-Encoding"


def test_an_address_from_before_the_movement_changed_leads_to_the_figure_of_now(
    client: Client, db: None
) -> None:
    answer = client.get(address(STILL, digest="0" * 12))
    assert (answer.status_code, answer.headers["Location"]) == (302, address(STILL))


@pytest.mark.parametrize(
    "figure",
    [
        FigureRequest(exercise="nothing-like-it"),
        FigureRequest(exercise="straight-leg-raise", side="none"),
        FigureRequest(exercise="straight-leg-raise", side="left", demonstrator="nobody"),
        FigureRequest(exercise="straight-leg-raise", side="left", frames="7"),
        FigureRequest(exercise="straight-leg-raise", side="left", limit=46),
    ],
    ids=lambda figure: figure.name,
)
def test_what_is_no_figure_is_not_found(
    client: Client, db: None, figure: FigureRequest, made: list[str]
) -> None:
    assert client.get(address(STILL).replace(STILL.name, figure.name)).status_code == 404
    assert made == []


def test_a_prescribed_range_is_drawn_for_the_patient_not_for_a_stranger(
    client: Client, world: ClinicWorld, made: list[str]
) -> None:
    limited = FigureRequest(exercise="straight-leg-raise", side="left", limit=25, frames="1")
    assert Client().get(address(limited)).status_code == 404
    assert made == []
    assert signed_in(client, world.patient).get(address(limited)).content == DRAWN


def test_a_demonstrator_is_served_as_a_file_too(client: Client, db: None) -> None:
    digest = studio.body_digest("young-woman")
    where = reverse("figure_body", kwargs={"digest": digest, "demonstrator": "young-woman"})
    answer = client.get(where)
    assert answer.content == studio.body_path("young-woman").read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("dose", "involved", "side", "limit"),
    [
        ({"side": Side.LEFT}, None, "left", None),
        ({"side": Side.INVOLVED}, Side.LEFT, "left", None),
        ({"side": Side.UNINVOLVED}, Side.LEFT, "right", None),
        ({"side": Side.BOTH}, Side.LEFT, "right", None),
        ({}, None, "right", None),
        (
            {"rom_limit": RomLimit(joint="hip", motion="flexion", min_deg=0, max_deg=25)},
            Side.LEFT,
            "right",
            25,
        ),
        ({"rom_limit": RomLimit(joint="knee", motion="flexion", min_deg=0, max_deg=25)}, None, "right", None),
    ],
)
def test_the_figure_shows_the_side_and_the_range_of_the_prescription(
    dose: dict[str, Any], involved: Side | None, side: str, limit: int | None
) -> None:
    figure = prescribed_figure(leg_raise(**dose), "older-man", involved)
    assert figure
    assert (figure.side, figure.limit, figure.demonstrator) == (side, limit, "older-man")


@pytest.mark.parametrize(("expires", "limit"), [(-1, None), (0, 25), (1, 25)])
def test_a_range_limit_that_has_run_out_no_longer_stops_the_figure(expires: int, limit: int | None) -> None:
    day = TODAY + timedelta(days=expires)
    until = RomLimit(joint="hip", motion="flexion", min_deg=0, max_deg=25, expires=day)
    figure = prescribed_figure(leg_raise(rom_limit=until), today=TODAY)
    assert figure
    assert figure.limit == limit


def test_today_and_the_sheet_forget_a_range_limit_on_the_day_after_it_ran_out(
    client: Client, world: ClinicWorld, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.add_exercise(
        by=world.ana, episode_id=episode.id, exercise_id="straight-leg-raise", side=Side.INVOLVED, now=NOW
    )

    def limited(item: Prescription) -> Prescription:
        until = RomLimit(joint="hip", motion="flexion", min_deg=0, max_deg=25, expires=TODAY)
        return replace(item, dosage=replace(item.dosage, rom_limit=until))

    drafts.rework_item(
        by=world.ana, episode_id=episode.id, key=draft.items[0]["key"], rework=limited, now=NOW
    )
    draft.refresh_from_db()
    signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )
    rosa = signed_in(Client(), world.patient)
    for now, limit in ((NOW, 25), (NOW + timedelta(days=1), None)):
        monkeypatch.setattr("everyrep.clock.now", lambda now=now: now)
        ana = signed_in(client, world.therapist)  # staff are signed out overnight
        sheet = ana.get(reverse("handout", kwargs={"patient_id": world.patient.id}))
        for page in (rosa.get(ADDRESS), rosa.get(reverse("plain")), sheet):
            assert {figure.limit for figure in shown(page.content.decode())} == {limit}


def test_what_is_built_ahead_is_what_pages_and_sheets_ask_for() -> None:
    figure = prescribed_figure(leg_raise(side=Side.LEFT))
    assert figure
    pictures = figure_shown(figure)
    asked = {where for frame in pictures.frames for where in frame.address.values()}
    assert {address(look) for look in build.looks(figure)} == asked | {pictures.track}


def test_an_exercise_moved_to_another_position_keeps_the_words_and_no_contradicting_figure() -> None:
    standing = Prescription(
        key="k",
        exercise="straight-leg-raise",
        position="standing",
        dosage=Dosage(sets=Span(2, 2), reps=Span(10, 10)),
    )
    assert prescribed_figure(standing) is None


def test_what_is_made_ahead_is_what_the_pages_ask_for() -> None:
    figure = prescribed_figure(leg_raise(side=Side.LEFT))
    assert figure
    assert [look.name.partition("--young-woman")[2] for look in looks(figure)] == [
        "--1--colour.svg",
        "--2--colour.svg",
        "--1--dark.svg",
        "--2--dark.svg",
        ".glb",
    ]
    assert all(studio.known(look) for look in looks(figure))


def test_the_patients_today_shows_the_figure_of_the_prescribed_side(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    page = signed_in(client, world.patient).get(ADDRESS).content.decode()
    figures = shown(page)
    assert {figure.side for figure in figures} == {"left"}
    assert {figure.style for figure in figures} == {"colour", "dark", "contrast"}
    assert "A person lies on the back" in page
    assert "A picture cannot show that the thigh is tight." in page


def test_a_figure_is_described_in_the_readers_language(client: Client, db: None) -> None:
    where = reverse("library_exercise", kwargs={"exercise_id": "straight-leg-raise"})
    assert "A person lies on the back" in client.get(where).content.decode()
    client.cookies["everyrep_language"] = "es"
    told = client.get(where).content.decode()
    assert "A person lies" not in told
    assert "Boca arriba" in told or "boca arriba" in told


def test_an_exercise_without_a_movement_keeps_the_drawing_of_its_position(client: Client, db: None) -> None:
    page = client.get(reverse("library_exercise", kwargs={"exercise_id": "quad-set"})).content.decode()
    assert shown(page) == []
    assert "#position-long_sitting" in page


def test_anyone_can_read_the_exercises_by_body_region(client: Client, db: None) -> None:
    page = client.get(reverse("library")).content.decode()
    assert page.index(">Neck</h2>") < page.index(">Knee</h2>")
    assert reverse("library_exercise", kwargs={"exercise_id": "straight-leg-raise"}) in page
    assert client.get("/exercises/no-such-exercise/").status_code == 404


def test_the_patient_chooses_who_shows_the_exercises(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    rosa = signed_in(client, world.patient)
    assert who_shows(rosa) == {"young-woman"}
    more = rosa.get(reverse("more")).content.decode()
    assert re.search(r'value="young-woman" checked', more)
    rosa.post(reverse("demonstrator"), {"demonstrator": "older-woman"})
    assert who_shows(rosa) == {"older-woman"}
    noted = AuditEvent.objects.in_clinic(world.clinic.id).filter(action="choose_demonstrator")
    assert [event.detail for event in noted] == [{"demonstrator": "older-woman"}]


def test_a_choice_that_was_not_offered_changes_nothing(client: Client, world: ClinicWorld) -> None:
    rosa = signed_in(client, world.patient)
    for chosen in ("nobody", "", "x" * 300, "\0"):
        assert rosa.post(reverse("demonstrator"), {"demonstrator": chosen}).status_code == 302
    world.patient.refresh_from_db()
    assert world.patient.demonstrator == ""


def test_the_builder_shows_what_the_patient_will_see_and_the_library_the_usual_figure(
    client: Client, world: ClinicWorld, episode: Episode
) -> None:
    world.patient.demonstrator = "older-man"
    world.patient.save()
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    drafts.add_exercise(
        by=world.ana,
        episode_id=episode.id,
        exercise_id="straight-leg-raise",
        side=Side.INVOLVED,
        now=NOW,
    )
    ana = signed_in(client, world.therapist)
    page = ana.get(reverse("builder", kwargs={"patient_id": world.patient.id}), {"q": "straight leg raise"})
    by = {(figure.demonstrator, figure.side) for figure in shown(page.content.decode())}
    assert by == {("older-man", "left"), ("young-woman", "right")}


def test_a_range_typed_in_the_builder_and_a_signature_have_the_figures_made_ahead(
    client: Client,
    world: ClinicWorld,
    episode: Episode,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked: list[FigureRequest] = []
    monkeypatch.setattr("everyrep.web.figures.ahead.prepare", asked.extend)
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.add_exercise(
        by=world.ana,
        episode_id=episode.id,
        exercise_id="straight-leg-raise",
        side=Side.INVOLVED,
        now=NOW,
    )
    ana, key = signed_in(client, world.therapist), draft.items[0]["key"]
    patient = {"patient_id": world.patient.id}
    with django_capture_on_commit_callbacks(execute=True):
        dose = "2x10 inv 1/d rom hip-flexion 0-25"
        ana.post(reverse("builder_shorthand", kwargs={**patient, "key": key}), {"shorthand": dose})
    assert {(figure.side, figure.limit) for figure in asked} == {("left", 25)}
    asked.clear()
    draft.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        signature = {"reason": "First", "valid_from": TODAY.isoformat(), "revision": draft.revision}
        ana.post(reverse("builder_sign", kwargs=patient), signature)
    assert {(figure.side, figure.limit) for figure in asked} == {("left", 25)}


@pytest.mark.parametrize("pictures", ["colour", "ink"])
def test_the_sheet_prints_its_figures_in_colour_or_for_a_photocopier(
    client: Client, world: ClinicWorld, signed: ProgramVersion, made: list[str], pictures: str
) -> None:
    ana, patient = signed_in(client, world.therapist), {"patient_id": world.patient.id}
    page = ana.get(reverse("handout", kwargs=patient), {"pictures": pictures}).content.decode()
    assert {figure.style for figure in shown(page)} == {pictures}
    made.clear()
    sheet = ana.post(reverse("handout_print", kwargs=patient), {"pictures": pictures})
    assert sheet.headers["Content-Type"] == "application/pdf"
