"""The clinic's own exercises: written anew, kept from every other clinic, never changed once signed."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.conf import settings as configured
from owning import ball_roll, how_many, pictured, rewrites, writes_own
from talking import photo, with_place

from everyrep.audit.models import AuditEvent
from everyrep.core.own_exercise import OwnRef, own_ref, same_exercise, whatever_revision
from everyrep.core.plan import Prescription
from everyrep.core.problems import Invalid
from everyrep.figures.movements import text_of
from everyrep.library import own
from everyrep.library.actions import PLAIN, Shown, keep_picture, restore, retire, write
from everyrep.library.models import OwnPicture, OwnRevision
from everyrep.library.queries import exercise_name, known_exercise, search
from everyrep.people.access import viewer_of_staff
from everyrep.people.actions import change_patient
from everyrep.people.queries import details_of
from everyrep.prescribing.actions import drafts, shelf, signing
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, Favourite, ProgramVersion
from everyrep.prescribing.queries import favourites, workbench
from everyrep.tenancy.models import AppendOnly
from everyrep.tenancy.viewer import NotAllowed, NotFound
from everyrep.web.figures.asking import face_of, prescribed_figure

pytestmark = pytest.mark.usefixtures("own_photos")


def adds(world: ClinicWorld, episode: Episode, exercise_id: str) -> Prescription:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.add_exercise(
        by=world.ana, episode_id=episode.id, exercise_id=exercise_id, side=None, now=NOW
    )
    return from_document(draft.items)[-1]


def signs(world: ClinicWorld, episode: Episode, **changes: Any) -> ProgramVersion:
    bench = workbench(world.ana, world.patient.id)
    assert bench is not None
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=bench.draft.revision,
        reason="Ready",
        today=TODAY,
        now=NOW,
        **{"valid_from": TODAY, **changes},
    )


def found(world: ClinicWorld, text: str, **facets: str) -> list[str]:
    return [one.id for one in search(text, "en", beside=own.offered(world.ana), **facets)]


def test_an_id_names_its_clinic_the_exercise_and_the_revision(world: ClinicWorld) -> None:
    ref = OwnRef(world.clinic.id, 12, 3)
    assert own_ref(ref.id) == ref
    assert len(ref.id) <= Favourite._meta.get_field("exercise").max_length
    assert own_ref("heel-slide") is None
    assert same_exercise(ref.id, OwnRef(world.clinic.id, 12, 4).id)
    assert not same_exercise(ref.id, OwnRef(world.clinic.id, 1, 3).id)
    assert whatever_revision("heel-slide") == "heel-slide"


def test_what_is_written_reads_like_an_exercise_of_the_library(world: ClinicWorld) -> None:
    row = writes_own(world)
    exercise = known_exercise(row.ref.id)
    assert exercise is not None
    assert exercise_name(row.ref.id, "es") == "Seated ball roll"
    assert exercise.text("en").steps == ("Sit on a firm chair.", "Roll the ball forward with your foot.")
    assert (exercise.laterality, exercise.weight_bearing) == ("unilateral", "NWB")


def test_search_finds_it_by_name_synonym_slip_region_and_equipment(world: ClinicWorld) -> None:
    row = writes_own(world)
    assert found(world, "seated ball roll")[0] == row.ref.id
    assert found(world, "foot on the ball")[0] == row.ref.id
    assert row.ref.id in found(world, "seatde ball")
    assert row.ref.id in found(world, "", region="knee", equipment="ball")
    assert row.ref.id not in found(world, "", region="hip")


def test_a_favourite_of_its_own_stays_one_when_it_is_written_anew(world: ClinicWorld) -> None:
    row = writes_own(world)
    shelf.set_favourite(by=world.ana, exercise_id=row.ref.id, wanted=True, now=NOW)
    newer = rewrites(world, row, name="Ball roll, seated")
    assert newer.ref.id in favourites(world.ana)
    shelf.set_favourite(by=world.ana, exercise_id=newer.ref.id, wanted=False, now=NOW)
    assert not favourites(world.ana)


def test_another_clinic_never_finds_it_nor_takes_it_by_its_id(
    world: ClinicWorld, neighbour: ClinicWorld, episode: Episode
) -> None:
    row = writes_own(neighbour, pictured(neighbour))
    assert own.listed(world.ana) == []
    assert row.ref.id not in found(world, "seated ball roll")
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    picture = row.picture_id
    for theirs in (
        lambda: adds(world, episode, row.ref.id),
        lambda: shelf.set_favourite(by=world.ana, exercise_id=row.ref.id, wanted=True, now=NOW),
        lambda: own.newest_of(world.ana, row.exercise_id),
        lambda: own.picture(world.ana, picture),
        lambda: rewrites(world, row, name="Mine"),
        lambda: retire(by=world.ana, own_id=row.exercise_id, now=NOW),
        lambda: writes_own(world, Shown(picture_id=picture, alt="Theirs", agreed=True)),
    ):
        with pytest.raises(NotFound):
            theirs()
    assert how_many(world) == 0


def test_the_flags_of_a_patient_meet_its_precautions(world: ClinicWorld, episode: Episode) -> None:
    row = writes_own(world, precaution_tags=("latex",))
    change_patient(
        by=world.ana,
        patient_id=world.patient.id,
        details=replace(details_of(world.patient), flags=("latex",)),
        now=NOW,
    )
    item = adds(world, episode, row.ref.id)
    with pytest.raises(Invalid) as refused:
        signs(world, episode)
    assert [problem.field for problem in refused.value.problems] == [f"item-{item.key}"]


def test_it_starts_at_its_own_dose_and_days(world: ClinicWorld, episode: Episode) -> None:
    item = adds(world, episode, writes_own(world, dose="2x8 h5", times_per_day=2, days_per_week=3).ref.id)
    assert (item.dosage.sets.low, item.dosage.reps.low, item.dosage.hold_s.low) == (2, 8, 5)  # type: ignore[union-attr]
    assert (item.schedule.times_per_day, item.schedule.n) == (2, 3)


def test_a_signed_program_keeps_the_revision_it_was_signed_with(world: ClinicWorld, episode: Episode) -> None:
    row = writes_own(world)
    adds(world, episode, row.ref.id)
    version = signs(world, episode)
    rewrites(world, row, steps=("Something else entirely.",))
    (item,) = from_document(version.items)
    exercise = known_exercise(item.exercise)
    assert exercise is not None
    assert exercise.text("en").steps[0] == "Sit on a firm chair."


def test_a_draft_says_that_it_was_written_anew_and_takes_it_up_with_its_dose(
    world: ClinicWorld, episode: Episode
) -> None:
    row = writes_own(world)
    item = adds(world, episode, row.ref.id)
    newer = rewrites(world, row, steps=("Sit tall.",))
    bench = workbench(world.ana, world.patient.id)
    assert bench is not None
    assert bench.review.rewritten == {row.ref.id: newer.ref.id}
    draft = drafts.take_up(by=world.ana, episode_id=episode.id, key=item.key, now=NOW)
    (taken,) = from_document(draft.items)
    assert (taken.key, taken.exercise, taken.dosage) == (item.key, newer.ref.id, item.dosage)


def test_taking_it_up_leaves_what_is_to_be_done_unchanged_since_its_day(
    world: ClinicWorld, episode: Episode
) -> None:
    row = writes_own(world)
    item = adds(world, episode, row.ref.id)
    signs(world, episode)
    rewrites(world, row, steps=("Sit tall.",))
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    drafts.take_up(by=world.ana, episode_id=episode.id, key=item.key, now=NOW)
    version = signs(world, episode, valid_from=TODAY + timedelta(days=3))
    assert from_document(version.items)[0].unchanged_since == TODAY


def test_a_template_brings_it_as_it_reads_now(world: ClinicWorld, episode: Episode) -> None:
    row = writes_own(world)
    adds(world, episode, row.ref.id)
    kept = shelf.save_template(by=world.ana, episode_id=episode.id, name="Ball week", now=NOW)
    newer = rewrites(world, row, steps=("Sit tall.",))
    drafts.start_empty(by=world.ana, episode_id=episode.id, now=NOW)
    draft = shelf.use(by=world.ana, episode_id=episode.id, template_ref=f"own:{kept.id}", now=NOW)
    assert [item.exercise for item in from_document(draft.items)] == [newer.ref.id]


def test_a_retired_one_is_found_no_longer_and_stays_where_it_is(world: ClinicWorld, episode: Episode) -> None:
    row = writes_own(world)
    adds(world, episode, row.ref.id)
    retire(by=world.ana, own_id=row.exercise_id, now=NOW)
    assert row.ref.id not in found(world, "seated ball roll")
    with pytest.raises(NotFound):
        adds(world, episode, row.ref.id)
    assert len(from_document(signs(world, episode).items)) == 1
    restore(by=world.ana, own_id=row.exercise_id, now=NOW)
    assert row.ref.id in found(world, "seated ball roll")


def test_a_revision_cannot_be_changed(world: ClinicWorld) -> None:
    row = writes_own(world)
    row.language = "es"
    with pytest.raises(AppendOnly):
        row.save()


def test_saving_what_it_says_already_writes_nothing(world: ClinicWorld) -> None:
    row = writes_own(world)
    assert rewrites(world, row) == row
    assert OwnRevision.objects.in_clinic(world.clinic.id).count() == 1


def test_only_owner_and_therapist_write_them(world: ClinicWorld) -> None:
    written = ball_roll()
    write(by=world.oscar, written=written, language="en", now=NOW)
    for viewer in (world.rosa, viewer_of_staff(world.assistant)):
        with pytest.raises(NotAllowed):
            write(by=viewer, written=written, language="en", now=NOW)


def test_every_change_is_in_the_audit(world: ClinicWorld) -> None:
    row = writes_own(world, pictured(world))
    rewrites(world, row, name="Ball")
    retire(by=world.ana, own_id=row.exercise_id, now=NOW)
    restore(by=world.ana, own_id=row.exercise_id, now=NOW)
    events = AuditEvent.objects.in_clinic(world.clinic.id).filter(object_type__startswith="own_")
    assert list(events.order_by("seq").values_list("action", flat=True)) == [
        "keep",
        "write",
        "revise",
        "retire",
        "restore",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("steps", ()),
        ("steps", ("x" * 201,)),
        ("steps", ("one",) * 13),
        ("body_region", "tail"),
        ("position", ""),
        ("equipment", ("trampoline",)),
        ("laterality", "both of them"),
        ("weight_bearing", "WBAT"),
        ("precaution_tags", ("unknown",)),
        ("dose", "a lot"),
        ("dose", "3x10 2/d"),
        ("times_per_day", 0),
        ("days_per_week", 8),
        ("name", "Ball\0roll"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(world: ClinicWorld, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        writes_own(world, **{field: value})
    assert field in [problem.field for problem in refused.value.problems]
    assert how_many(world) == 0


@pytest.mark.parametrize(("changes", "field"), [({"alt": "  "}, "alt"), ({"agreed": False}, "agreed")])
def test_a_picture_needs_words_and_everybodys_agreement(
    world: ClinicWorld, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        writes_own(world, pictured(world, **changes))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_who_agreed_stays_with_the_picture(world: ClinicWorld) -> None:
    shown = pictured(world)
    row = writes_own(world, shown)
    assert row.agreed_by_name == world.ana.name
    assert rewrites(world, row, shown, name="Ball").agreed_by_name == world.ana.name


def test_a_picture_is_made_anew_and_shown_with_its_words(world: ClinicWorld) -> None:
    kept = keep_picture(by=world.ana, sent=BytesIO(with_place()), field="picture", now=NOW)
    row = writes_own(world, Shown(picture_id=kept.id, alt="A ball", agreed=True))
    content = own.picture(world.ana, kept.id)
    assert b"Camera" not in content
    shown = face_of(row.ref.id)
    assert isinstance(shown, own.PictureShown)
    assert (shown.width, shown.height, shown.alt) == (40, 60, "A ball")


def test_a_picture_that_no_exercise_shows_is_for_its_writers_alone(world: ClinicWorld) -> None:
    kept = keep_picture(by=world.ana, sent=BytesIO(photo()), field="picture", now=NOW)
    assert own.picture(world.ana, kept.id)
    with pytest.raises(NotAllowed):
        own.picture(world.rosa, kept.id)


@pytest.mark.parametrize("sent", [b"", b"<svg onload=alert(1)>", photo((900, 900))[:2000]])
def test_a_poisoned_picture_is_refused_and_nothing_of_it_kept(world: ClinicWorld, sent: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        keep_picture(by=world.ana, sent=BytesIO(sent), field="picture", now=NOW)
    assert refused.value.problems[0].field == "picture"
    assert kept_files() == []


def test_a_picture_of_a_form_that_nobody_finished_goes_after_a_day(
    world: ClinicWorld, django_capture_on_commit_callbacks: Any
) -> None:
    left = keep_picture(by=world.ana, sent=BytesIO(photo()), field="picture", now=NOW)
    used = pictured(world)
    writes_own(world, used)
    with django_capture_on_commit_callbacks(execute=True):
        keep_picture(by=world.ana, sent=BytesIO(photo()), field="picture", now=NOW + timedelta(days=2))
    rows = set(OwnPicture.objects.in_clinic(world.clinic.id).values_list("id", flat=True))
    assert left.id not in rows
    assert used.picture_id in rows
    assert len(kept_files()) == 2


def test_the_text_of_a_movement_draws_its_figure_on_the_prescribed_side(
    world: ClinicWorld, episode: Episode
) -> None:
    row = writes_own(world, Shown(movement=text_of("heel-slide")))
    figure = prescribed_figure(adds(world, episode, row.ref.id))
    assert figure is not None
    assert (figure.exercise, figure.side) == (row.ref.id, "right")
    assert row.ref.id in figure.name


def test_a_text_that_cannot_be_read_leaves_a_plain_card(world: ClinicWorld) -> None:
    assert face_of(writes_own(world, Shown(movement="nonsense: [")).ref.id) is None
    assert face_of(writes_own(world, PLAIN).ref.id) is None


def kept_files() -> list[Path]:
    folder = Path(configured.STORAGES["photos"]["OPTIONS"]["location"])
    return [path for path in folder.rglob("*") if path.is_file()]
