"""The sheet a patient takes home, as it comes out of the printer."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import EMERGENCY, NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from edges.conftest import signed_in
from edges.printed import Printed
from everyrep.core.dosage import Side
from everyrep.core.paper import Paper, TickSheet, rows_of, tick_sheet
from everyrep.figures import studio
from everyrep.figures.store import store
from everyrep.figures.studio import make as really_draw
from everyrep.library.queries import exercise_name
from everyrep.people.actions import set_emergency_text
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.documents import from_document, plan_of
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.web.clinic.handout.document import OwnFilesOnly

TOLERANCE_MM = 0.2
STROKE_MM = 2 * 0.3  # PDFium counts a line's whole width on each side of a shape


def printed(client: Client, world: ClinicWorld, **options: str) -> Printed:
    answer = signed_in(client, world.therapist).post(
        reverse("handout_print", args=[world.patient.id]), options
    )
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return Printed(answer.content)


def sheet_of(version: ProgramVersion, paper: Paper, *, large: bool = False) -> TickSheet:
    return tick_sheet(paper, rows_of(plan_of(version), TODAY), TODAY, large=large)


def test_every_exercise_is_there_with_its_dose_and_how_often_in_words(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    text = printed(client, world).text
    for item in from_document(signed.items):
        assert exercise_name(item.exercise, "en") in text
    assert "1 set of 10, hold each for 5 seconds" in text
    assert "3 times a day, every day" in text
    assert "Left side" in text
    assert "Kneecap points up" in text


def test_the_figures_are_printed_as_lines_that_stay_sharp_and_not_as_pixels(
    client: Client,
    world: ClinicWorld,
    episode: Episode,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(studio, "make", really_draw)
    store.cache_clear()
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.add_exercise(
        by=world.ana, episode_id=episode.id, exercise_id="straight-leg-raise", side=Side.INVOLVED, now=NOW
    )
    signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )
    sheet = printed(client, world, pictures="colour")
    assert len(list(tmp_path.rglob("straight-leg-raise--left--*--colour.svg"))) == 2
    assert len(list(sheet.shapes(0))) > 50  # a page has a dozen of its own
    assert not any(sheet.drawn[0].get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=9))


def test_it_says_whose_it_is_and_who_signed_it(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    first = printed(client, world).pages[0]
    for words in (
        "Rosa Diaz",
        world.clinic.name,
        "+1 555 0100",
        "Program 1",
        "November 16, 2026",
        "Ana Vidal, PT, DPT",
    ):
        assert words in first


@pytest.mark.parametrize("options", [{"per_page": "1"}, {"per_page": "4"}, {"print": "large"}])
def test_the_emergency_text_is_on_every_page(
    client: Client, world: ClinicWorld, signed: ProgramVersion, options: dict[str, str]
) -> None:
    pages = printed(client, world, **options).pages
    assert len(pages) > 2
    assert all(EMERGENCY in page for page in pages)


def test_an_emergency_text_too_long_for_a_page_is_refused_not_cut(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    set_emergency_text(by=world.system, text="Call 911 first. " * 200, phone="+1 555 0100", now=NOW)
    answer = signed_in(client, world.therapist).post(reverse("handout_print", args=[world.patient.id]))
    assert answer.status_code == 422
    assert "too many for a printed page" in answer.content.decode()


@pytest.mark.parametrize(("paper", "size"), [("A4", (210.0, 297.0)), ("LETTER", (215.9, 279.4))])
def test_every_page_has_the_size_of_the_chosen_paper(
    client: Client, world: ClinicWorld, signed: ProgramVersion, paper: str, size: tuple[float, float]
) -> None:
    assert printed(client, world, paper=paper).sizes() == {size}


def test_a_page_holds_as_many_exercises_as_asked_for(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    one, two = printed(client, world, per_page="1"), printed(client, world, per_page="2")
    assert len(one.pages) == 6 + 1
    assert len(two.pages) == 3 + 1
    assert "2. Quadriceps set" in two.pages[0]


def test_long_texts_move_on_to_the_next_page_and_none_is_lost(
    client: Client, world: ClinicWorld, episode: Episode
) -> None:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.use_template(
        by=world.ana, episode_id=episode.id, template_id="after-total-knee-replacement", phase_id="1", now=NOW
    )
    for item in from_document(draft.items):
        told = replace(
            item, own_words=("Slowly, and as far as it is comfortable. " * 11) + f"The end of {item.key}."
        )
        draft = drafts.change_item(by=world.ana, episode_id=episode.id, item=told, now=NOW)
    signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )
    sheet = printed(client, world, per_page="4")
    assert all(f"The end of {item.key}." in sheet.text for item in from_document(draft.items))
    assert all(EMERGENCY in page for page in sheet.pages)
    assert len(sheet.pages) > 3


@pytest.mark.parametrize(("paper", "large"), [(Paper.A4, False), (Paper.LETTER, False), (Paper.A4, True)])
def test_every_mark_and_cell_is_printed_where_the_layout_says(
    client: Client, world: ClinicWorld, signed: ProgramVersion, paper: Paper, large: bool
) -> None:
    sheet = sheet_of(signed, paper, large=large)
    found = printed(client, world, paper=paper.value, print="large" if large else "normal")
    first = len(found.pages) - len(sheet.pages)
    for number, page in enumerate(sheet.pages, start=first):
        shapes = [(*shape.middle, shape.w, shape.h) for shape in found.shapes(number)]
        wanted = [(*c.box.middle, c.box.w + STROKE_MM, c.box.h + STROKE_MM) for c in page.cells]
        wanted += [(*mark.box.middle, mark.box.w, mark.box.h) for mark in page.marks]
        for place in wanted:
            assert any(
                all(abs(a - b) < TOLERANCE_MM for a, b in zip(place, s, strict=True)) for s in shapes
            ), place


def test_each_tick_page_names_its_version_and_itself_without_naming_the_patient(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    found = printed(client, world, paper="A4")
    assert "ER1 · 1 · page 1/1" in found.pages[-1]
    assert found.shows_qr(len(found.pages) - 1, "ER1.1.1.1.A4.N.20261116")


def test_the_qr_is_the_patients_link_and_nothing_else(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    found = printed(client, world)
    address = f"http://testserver/p/#{found.token()}"
    assert found.shows_qr(0, address)
    assert not found.shows_qr(0, f"{address}0")
    code = max((s for s in found.shapes(0) if abs(s.w - s.h) < 0.1), key=lambda shape: shape.w)
    assert code.w >= 25


def test_the_printed_code_opens_the_program(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    token = printed(client, world).token()
    answer = Client().post(reverse("link"), {"code": token})
    assert answer.headers["Location"] == reverse("today")


def test_the_pdf_is_tagged_for_screen_readers(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    root: Any = printed(client, world, language="es").reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "es"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert root["/StructTreeRoot"]["/K"]


def test_a_spanish_sheet_has_the_exercises_in_spanish(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    found = printed(client, world, language="es")
    assert exercise_name("heel-slide", "es") in found.text
    assert "16 de noviembre de 2026" in found.text


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "ftp://h/x", "//h/x"])
def test_printing_fetches_nothing_but_our_own_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="not a bundled file"):
        OwnFilesOnly().fetch(address)
