"""An own exercise from the form to the patient's phone and paper, with and without a script."""

from io import BytesIO
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from owning import ALT, how_many, pictured, rewrites, writes_own
from PIL import Image
from talking import photo, with_place

from edges.conftest import signed_in
from edges.snapshots import item_named, snapshot_of
from everyrep.figures.movements import text_of
from everyrep.library import own
from everyrep.library.actions import PLAIN, Shown, retire
from everyrep.library.models import OwnRevision
from everyrep.prescribing.actions import drafts, signing
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import workbench
from everyrep.web.clinic.handout.document import OwnFilesOnly
from everyrep.web.figures.asking import figure_of
from everyrep.web.figures.showing import picture_address


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


def form(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "Seated ball roll",
        "synonyms": "Foot on the ball\r\nBall roll",
        "steps": "Sit on a firm chair.\r\n\r\nRoll the ball forward.",
        "cues": "Heel stays on",
        "common_errors": "",
        "precaution": "",
        "body_region": "knee",
        "position": "seated",
        "equipment": ["ball"],
        "laterality": "unilateral",
        "weight_bearing": "NWB",
        "precaution_tags": ["tka_wound_early"],
        "dose": "2x8",
        "times_per_day": "2",
        "days_per_week": "7",
        "language": "en",
        "by": "none",
    }
    return {**usual, **changes}


def sent(content: bytes | None = None, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if content is None else content, "image/jpeg")


def with_picture(**changes: Any) -> dict[str, Any]:
    return form(**{"by": "picture", "picture": sent(), "alt": ALT, "agreed": "on", **changes})


def post(client: Client, data: dict[str, Any], row: OwnRevision | None = None) -> Any:
    name, args = ("own_exercise", [row.exercise_id]) if row else ("own_exercise_new", [])
    return client.post(reverse(name, args=args), data)


def only(world: ClinicWorld) -> own.Own:
    (one,) = own.listed(world.ana)
    return one.own


def prescribes(world: ClinicWorld, episode: Episode, exercise_id: str) -> ProgramVersion:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    drafts.add_exercise(by=world.ana, episode_id=episode.id, exercise_id=exercise_id, side=None, now=NOW)
    return signs(world, episode)


def signs(world: ClinicWorld, episode: Episode) -> ProgramVersion:
    bench = workbench(world.ana, world.patient.id)
    assert bench is not None
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=bench.draft.revision,
        reason="Ready",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )


def test_one_with_a_picture_is_written_found_given_and_seen_by_the_patient(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    answer = post(ana, {**with_picture(), "for": str(world.patient.id)})
    assert answer.status_code == 302
    builder = ana.get(answer.url).content.decode()
    written = only(world)
    assert written.id in builder
    assert picture_address(written.picture) in builder  # type: ignore[arg-type]
    ana.post(reverse("builder_add", args=[world.patient.id]), {"exercise": written.id})
    signs(world, episode)
    rosa = signed_in(Client(), world.patient)
    item = item_named(snapshot_of(rosa), written.id)
    assert item.name == "Seated ball roll"
    assert item.steps == ["Sit on a firm chair.", "Roll the ball forward."]
    assert item.equipment == ["Ball"]
    assert item.figure is not None
    assert item.figure.alt == ALT
    picture = rosa.get(item.figure.stills[0].colour)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    with Image.open(BytesIO(picture.content)) as opened:
        assert opened.size == (60, 40)


def test_the_picture_that_is_served_says_nothing_of_place_or_camera(ana: Client, world: ClinicWorld) -> None:
    post(ana, with_picture(picture=sent(with_place())))
    shown = only(world).picture
    assert shown is not None
    assert b"Camera" not in ana.get(picture_address(shown)).content


def test_the_picture_is_for_staff_and_for_patients_whose_program_has_it(
    client: Client, world: ClinicWorld, neighbour: ClinicWorld, episode: Episode
) -> None:
    shown = pictured(world)
    row = writes_own(world, shown)
    address = reverse("own_picture", args=[shown.picture_id])
    assert client.get(address).status_code == 302
    assert signed_in(Client(), neighbour.therapist).get(address).status_code == 404
    assert signed_in(Client(), neighbour.patient).get(address).status_code == 404
    rosa = signed_in(Client(), world.patient)
    assert rosa.get(address).status_code == 404
    prescribes(world, episode, row.ref.id)
    assert rosa.get(address).status_code == 200


def test_the_patient_reads_what_was_signed_until_the_next_signature(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    row = writes_own(world, pictured(world))
    version = prescribes(world, episode, row.ref.id)
    post(ana, form(name="Seated ball roll", steps="Something else."), row)
    rosa = signed_in(Client(), world.patient)
    assert item_named(snapshot_of(rosa), row.ref.id).steps[0] == "Sit on a firm chair."
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    builder = ana.get(reverse("builder", args=[world.patient.id])).content.decode()
    assert "Written anew since it was put here" in builder
    key = version.items[0]["key"]
    ana.post(reverse("builder_line", args=[world.patient.id, key]), {"do": "take_up"})
    page = ana.get(reverse("builder_sign", args=[world.patient.id])).content.decode()
    assert "the instructions are new" in page
    assert "instead of Seated ball roll" not in page
    signs(world, episode)
    newer = only(world)
    assert item_named(snapshot_of(rosa), newer.id).steps == ["Something else."]


def test_everything_wrong_is_told_at_once_at_its_field_and_nothing_is_lost(
    ana: Client, world: ClinicWorld
) -> None:
    data = with_picture(
        name="", steps=" ", body_region="", dose="lots", times_per_day="often", alt="", agreed=""
    )
    answer = post(ana, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    for field in ("name", "steps", "body_region", "dose", "times_per_day", "alt", "agreed"):
        assert f'id="{field}-error"' in page, field
    assert "Foot on the ball\nBall roll" in page
    assert 'value="often"' in page
    assert how_many(world) == 0
    picture = page.split('name="picture_id" value="')[1][:36]
    again = post(ana, form(by="picture", picture_id=picture, alt=ALT, agreed="on"))
    assert again.status_code == 302
    shown = only(world).picture
    assert shown is not None
    assert str(shown.id) == picture


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", photo((900, 900))[:2000], b"MZ"],
)
def test_a_poisoned_upload_is_refused_at_its_field(ana: Client, world: ClinicWorld, content: bytes) -> None:
    answer = post(ana, with_picture(picture=sent(content)))
    assert answer.status_code == 422
    assert 'id="picture-error"' in answer.content.decode()
    assert how_many(world) == 0


def test_a_file_that_is_too_large_is_refused_and_the_form_stays(
    ana: Client, world: ClinicWorld, settings: Any
) -> None:
    settings.PHOTO_BYTES = 100_000
    answer = post(ana, with_picture(picture=sent(b"\xff" * 200_000)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="picture-error"' in page
    assert "Seated ball roll" in page


def test_without_a_script_the_buttons_begin_and_draw_a_movement(ana: Client, world: ClinicWorld) -> None:
    begun = post(ana, {**form(by="movement"), "from": "heel-slide", "do": "begin"})
    page = begun.content.decode()
    assert begun.status_code == 200
    assert "id: heel-slide" in page
    assert "<svg" in page
    assert "Seated ball roll" in page
    faulty = post(ana, {**form(by="movement", movement="id: x\nposition: sideways"), "do": "draw"})
    assert "author__problems" in faulty.content.decode()
    assert how_many(world) == 0


def test_a_movement_that_cannot_be_drawn_is_not_kept(ana: Client, world: ClinicWorld) -> None:
    for text in ("", "id: x\nposition: sideways"):
        answer = post(ana, form(by="movement", movement=text))
        assert answer.status_code == 422
        assert 'id="text-error"' in answer.content.decode()
    assert how_many(world) == 0


def test_a_movement_is_drawn_while_it_is_written_and_shows_the_exercise_to_the_patient(
    ana: Client, world: ClinicWorld, episode: Episode
) -> None:
    text = text_of("heel-slide")
    answer = ana.post(reverse("own_exercise_drawing"), {"movement": text}, headers={"HX-Request": "true"})
    assert "<svg" in answer.content.decode()
    assert post(ana, form(by="movement", movement=text)).status_code == 302
    prescribes(world, episode, only(world).id)
    rosa = signed_in(Client(), world.patient)
    figure = item_named(snapshot_of(rosa), only(world).id).figure
    assert figure is not None
    assert rosa.get(figure.stills[0].colour).headers["Content-Type"] == "image/svg+xml"
    assert rosa.get(figure.track).status_code == 200


def test_the_figure_of_a_movement_is_made_for_its_own_clinic_alone(
    client: Client, world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    row = writes_own(world, Shown(movement=text_of("heel-slide")))
    figure = figure_of(row.ref.id)
    assert figure is not None
    guessed = reverse("figure", kwargs={"digest": "0" * 12, "name": figure.name})
    assert client.get(guessed).status_code == 404
    assert signed_in(Client(), neighbour.therapist).get(guessed).status_code == 404
    assert signed_in(Client(), world.therapist).get(guessed).status_code == 302


def test_the_form_opens_with_what_the_exercise_says(ana: Client, world: ClinicWorld) -> None:
    row = writes_own(world, pictured(world))
    page = ana.get(reverse("own_exercise", args=[row.exercise_id])).content.decode()
    for told in ("Sit on a firm chair.\nRoll the ball", "2x8", ALT, str(row.picture_id)):
        assert told in page
    answer = post(ana, form(by="picture", picture_id=str(row.picture_id), alt="New words", agreed="on"), row)
    assert answer.status_code == 302
    shown = only(world).picture
    assert shown is not None
    assert shown.alt == "New words"


def test_the_handout_prints_the_picture(world: ClinicWorld, ana: Client, episode: Episode) -> None:
    row = writes_own(world, pictured(world))
    prescribes(world, episode, row.ref.id)
    shown = own.own(row.ref.id)
    assert shown is not None
    assert shown.picture is not None
    page = ana.get(reverse("handout", args=[world.patient.id])).content.decode()
    assert picture_address(shown.picture) in page
    answer = ana.post(reverse("handout_print", args=[world.patient.id]), {"per_page": "1"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"/Subtype /Image" in answer.content or b"/Image" in answer.content


def test_paper_takes_no_other_picture_than_its_own(world: ClinicWorld) -> None:
    shown = pictured(world)
    row = writes_own(world, shown)
    found = own.own(row.ref.id)
    assert found is not None
    assert found.picture is not None
    address = f"https://everyrep.invalid{picture_address(found.picture)}"
    assert OwnFilesOnly([found.picture]).fetch(address) is not None
    with pytest.raises(ValueError, match="not a bundled file"):
        OwnFilesOnly().fetch(address)


def test_the_list_offers_no_longer_and_again(ana: Client, world: ClinicWorld) -> None:
    row = writes_own(world, PLAIN)
    address = reverse("own_exercise_offer", args=[row.exercise_id])
    ana.post(address, {"do": "retire"})
    assert "Offered no longer" in ana.get(reverse("own_exercises")).content.decode()
    assert own.offered(world.ana) == ()
    ana.post(address, {"do": "restore"})
    assert len(own.offered(world.ana)) == 1


def test_a_review_can_add_one_and_not_a_retired_one(ana: Client, world: ClinicWorld, signed: Any) -> None:
    row = writes_own(world)
    address = reverse("builder_review", args=[world.patient.id])
    assert row.ref.id in ana.get(address).content.decode()
    ana.post(address, {"added": row.ref.id, "why-added": "For the bend"})
    assert "own-" in str(workbench(world.ana, world.patient.id).review.items[-1].exercise)  # type: ignore[union-attr]
    retire(by=world.ana, own_id=row.exercise_id, now=NOW)
    assert ana.post(address, {"added": row.ref.id, "why-added": "Again"}).status_code == 404


def test_the_public_pages_show_none_of_them(client: Client, world: ClinicWorld) -> None:
    row = writes_own(world, Shown(movement=text_of("heel-slide")))
    assert row.ref.id not in client.get(reverse("library")).content.decode()
    assert client.get(reverse("library_exercise", args=[row.ref.id])).status_code == 404
    assert rewrites(world, row, name="Other").number == 2
