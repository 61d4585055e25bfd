"""The builder beyond one exercise at a time: favourites, templates, side by side, review, two therapists."""

from datetime import timedelta

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.builder_bench import HTMX, Bench
from edges.conftest import signed_in
from everyrep.audit.queries import events_about
from everyrep.people.actions import add_staff
from everyrep.people.models import Staff
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.documents import from_document
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.prescribing.queries import clinic_templates, workbench
from everyrep.tenancy.viewer import Role

TEMPLATE = "after-total-knee-replacement"


@pytest.fixture
def ana(client: Client, world: ClinicWorld) -> Client:
    return signed_in(client, world.therapist)


@pytest.fixture
def bench(ana: Client, world: ClinicWorld, episode: Episode) -> Bench:
    made = Bench(ana, world)
    made.post("builder_start", {"from": f"{TEMPLATE}:1"})
    return made


@pytest.fixture
def edited(ana: Client, world: ClinicWorld, signed: ProgramVersion) -> Bench:
    """A draft of the signed version."""
    made = Bench(ana, world)
    made.post("builder_start", {"from": "signed"})
    return made


def colleague(world: ClinicWorld) -> Staff:
    return add_staff(
        by=world.system,
        email="ben@riverside.example",
        password="pass",
        role=Role.THERAPIST,
        name="Ben Okafor",
        credential="PT",
        now=NOW,
    )


def signature(bench: Bench, **changes: str) -> dict[str, str]:
    typed = {
        "reason": "Ready for more",
        "valid_from": TODAY.isoformat(),
        "revision": str(bench.now.draft.revision),
    }
    return {**typed, **changes}


def versions(bench: Bench) -> list[ProgramVersion]:
    return list(ProgramVersion.objects.seen_by(bench.world.ana).order_by("number"))


def test_every_filter_of_the_search_narrows_the_hits(bench: Bench) -> None:
    cuff = "rotator-cuff-related-shoulder-pain"
    asked = {"joint": "glenohumeral", "position": "standing", "condition": cuff}
    answer = bench.client.get(bench.url("builder_search", **asked), headers=HTMX).content.decode()
    assert "Wall slide" in answer or "Scaption" in answer
    assert "Quadriceps set" not in answer


def test_an_exercise_is_swapped_for_its_harder_neighbour_by_a_button_of_its_line(bench: Bench) -> None:
    page = bench.get("builder")
    assert "harder: Short arc quad" in page
    place = bench.exercises.index("quad-set")
    answer = bench.post("builder_swap", {"exercise": "short-arc-quad"}, of="quad-set")
    assert "takes the place of Quadriceps set" in answer.headers["HX-Trigger"]
    assert bench.exercises[place] == "short-arc-quad"
    bench.post("builder_undo", {})
    assert bench.exercises[place] == "quad-set"
    bench.post("builder_redo", {}, script=False)
    assert bench.exercises[place] == "short-arc-quad"


def test_a_favourite_is_starred_with_and_without_a_script(bench: Bench) -> None:
    answer = bench.post("builder_favourite", {"keep": "wall-sit"})
    assert 'aria-pressed="true"' in answer.content.decode()
    hits = bench.client.get(bench.url("builder_search"), headers=HTMX).content.decode()
    assert hits.index("Wall sit") < hits.index("Abdominal brace")
    plain = bench.post("builder_favourite", {"let_go": "wall-sit"}, script=False)
    assert "no longer a favourite" in bench.client.get(plain.url).content.decode()


def test_a_draft_is_kept_as_a_template_and_begins_the_next_program(bench: Bench) -> None:
    before = bench.exercises
    bench.post("builder_template", {"name": "Knee, first week"}, script=False)
    assert [kept.name for kept in clinic_templates(bench.world.ana)] == ["Knee, first week"]
    start = bench.get("builder_start")
    ref = start.split('value="own:', 1)[1].split('"', 1)[0]
    bench.post("builder_start", {"from": "empty"})
    bench.post("builder_start", {"from": f"own:{ref}"})
    assert bench.exercises == before
    assert "Based on “Knee, first week”" in bench.get("builder")


def test_a_name_that_is_taken_is_said_where_it_was_typed(bench: Bench) -> None:
    bench.post("builder_template", {"name": "Knee"}, script=False)
    answer = bench.post("builder_template", {"name": "Knee"}, script=False)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a template of this name already" in page
    assert 'value="Knee"' in page


def test_templates_are_renamed_and_removed_on_their_page(bench: Bench) -> None:
    bench.post("builder_template", {"name": "Knee"}, script=False)
    kept = clinic_templates(bench.world.ana)[0]
    address = reverse("template", args=[kept.id])
    assert bench.client.post(address, {"name": " "}).status_code == 422
    bench.client.post(address, {"name": "Hip"})
    assert "Hip" in bench.client.get(reverse("templates")).content.decode()
    bench.client.post(address, {"do": "remove"})
    assert clinic_templates(bench.world.ana) == []


def test_a_group_page_tells_what_became_of_each_patient(bench: Bench) -> None:
    address = reverse("templates_give", args=[f"{TEMPLATE}:1"])
    assert "Diaz, Rosa" in bench.client.get(address).content.decode()
    assert bench.client.post(address, {}).status_code == 422
    page = bench.client.post(address, {"patients": [str(bench.world.patient.id)]}).content.decode()
    assert "has a draft already, which stays as it is" in page


def test_copying_from_nobody_changes_nothing_and_says_so(bench: Bench) -> None:
    before = bench.now.draft.revision
    answer = bench.post("builder_start", {"from": "copy", "patient": ""}, script=False)
    assert "Choose whose program is to be copied" in bench.client.get(answer.url).content.decode()
    assert bench.now.draft.revision == before


def test_the_patient_to_copy_from_must_be_one_the_viewer_may_see(
    bench: Bench, neighbour: ClinicWorld
) -> None:
    answer = bench.post("builder_start", {"from": "copy", "patient": str(neighbour.patient.id)})
    assert answer.status_code == 404


def test_draft_and_version_stand_side_by_side(edited: Bench) -> None:
    edited.post("builder_line", {"do": "remove"}, of="heel-slide")
    edited.post("builder_shorthand", {"shorthand": "3x12 h5 inv 3/d"}, of="quad-set")
    page = edited.get("builder_compare")
    assert "Stopped: Heel slide" in page
    assert "3 sets" in page
    assert "Nothing changes." in page


def test_low_confidence_asks_for_a_simpler_program_once_and_never_blocks(bench: Bench) -> None:
    typed = signature(bench, confidence="5", taught_back="on")
    asked = bench.post("builder_sign", typed).content.decode()
    assert "A simpler program may be kept up better" in asked
    assert "Ready for more" in asked
    assert versions(bench) == []
    bench.post("builder_sign", {**typed, "asked": "1"})
    version = versions(bench)[0]
    assert (version.confidence, version.taught_back_on) == (5, TODAY)
    page = bench.client.get(reverse("version", args=[bench.world.patient.id, 1])).content.decode()
    assert "5 of 10" in page
    assert "Shown back on" in page


def test_the_simpler_program_is_made_on_the_same_page_and_what_was_typed_stays(bench: Bench) -> None:
    key = bench.key("quad-set")
    typed = signature(bench, confidence="5", asked="1", do="simpler")
    page = bench.post("builder_sign", {**typed, "optional": [key]}).content.decode()
    assert "Ready for more" in page
    assert not bench.item("quad-set").essential
    assert f'name="revision" value="{bench.now.draft.revision}"' in page


def test_a_confidence_beyond_the_scale_is_refused_and_none_is_fine(bench: Bench) -> None:
    assert bench.post("builder_sign", signature(bench, confidence="11")).status_code == 422
    assert bench.post("builder_sign", signature(bench)).status_code == 302
    assert versions(bench)[0].confidence is None


def test_whoever_signs_what_a_colleague_has_changed_sees_the_difference_and_loses_nothing(
    bench: Bench,
) -> None:
    looked_at = signature(bench, reason="As agreed on Monday")
    ben = Bench(signed_in(Client(), colleague(bench.world)), bench.world)
    ben.post("builder_shorthand", {"shorthand": "3x15 h5 inv 3/d"}, of="quad-set")
    answer = bench.post("builder_sign", looked_at)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ben Okafor, PT changed this draft after you opened it" in page
    assert "Changed since you looked:" in page
    assert "15 repetitions instead of 10" in page
    assert "As agreed on Monday" in page
    assert versions(bench) == []
    assert bench.post("builder_sign", signature(bench)).status_code == 302


def test_whoever_signs_second_sees_what_was_signed_and_reads_their_own_words_again(bench: Bench) -> None:
    looked_at = signature(bench, reason="As agreed on Monday")
    ben = Bench(signed_in(Client(), colleague(bench.world)), bench.world)
    ben.post("builder_sign", signature(bench))
    answer = bench.post("builder_sign", looked_at)
    page = bench.client.get(answer.url).content.decode()
    assert "There is no draft left to sign" in page
    assert "Ben Okafor" in page
    assert "As agreed on Monday" in page
    assert len(versions(bench)) == 1


def decisions(bench: Bench, version: ProgramVersion, **said: str) -> dict[str, str]:
    keys = {item.exercise: item.key for item in from_document(version.items)}
    return {f"{name}-{keys[exercise]}": value for (name, exercise), value in _pairs(said).items()}


def _pairs(said: dict[str, str]) -> dict[tuple[str, str], str]:
    split = {name: name.split("__", 1) for name in said}
    return {(split[name][0], split[name][1].replace("_", "-")): value for name, value in said.items()}


def test_a_review_continues_stops_and_adds_with_one_signature(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    bench = Bench(ana, world)
    later = (TODAY + timedelta(days=30)).isoformat()
    typed = decisions(
        bench, signed, do__heel_slide="stop", why__heel_slide="Bends well", review_by__quad_set=later
    )
    answer = bench.post("builder_review", {**typed, "added": "step-up", "why-added": "Stairs"}, script=False)
    assert answer.url == reverse("builder", args=[world.patient.id])
    assert "heel-slide" not in bench.exercises
    assert bench.exercises[-1] == "step-up"
    assert bench.item("quad-set").review_by == TODAY + timedelta(days=30)
    bench.post("builder_sign", signature(bench))
    version = versions(bench)[-1]
    assert {(said["exercise"], said["do"], said["why"]) for said in version.decisions.values()} >= {
        ("heel-slide", "stop", "Bends well"),
        ("quad-set", "continue", ""),
        ("step-up", "add", "Stairs"),
    }


def test_a_review_that_only_goes_on_leads_straight_to_the_signature(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    answer = Bench(ana, world).post("builder_review", {}, script=False)
    assert answer.url == reverse("builder_sign", args=[world.patient.id])


def test_a_stop_without_a_reason_and_a_look_in_the_past_are_refused_where_they_were_typed(
    ana: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    bench = Bench(ana, world)
    typed = decisions(bench, signed, do__heel_slide="stop", review_by__quad_set="2020-01-01")
    answer = bench.post("builder_review", typed, script=False)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write why, in a few words" in page
    assert "Choose a day from 2026-11-17" in page
    assert workbench(world.ana, world.patient.id) is None


def test_an_exercise_says_how_long_it_is_unchanged_and_by_when_it_is_looked_at(edited: Bench) -> None:
    edited.change_dose("quad-set", review_by="2026-12-01", helped_in_clinic="the taping")
    page = edited.get("builder")
    assert "to be looked at by 1 Dec" in page
    assert "Helped in the clinic: the taping" in page


def test_the_patient_says_the_change_was_read_and_the_therapist_sees_when(
    client: Client, world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = NOW + timedelta(days=3)
    monkeypatch.setattr("everyrep.clock.now", lambda: at)
    bench = Bench(signed_in(client, world.therapist), world)
    bench.post("builder_start", {"from": "signed"})
    bench.post("builder_line", {"do": "remove"}, of="heel-slide")
    bench.post("builder_sign", signature(bench, valid_from=at.date().isoformat()))
    rosa = signed_in(Client(), world.patient)
    told = rosa.get(reverse("snapshot")).json()["change"]
    assert told["lines"] == ["Stopped: Heel slide"]
    rosa.post(reverse("version_seen"), {"number": told["number"]})
    rosa.post(reverse("version_seen"), {"number": told["number"]})
    assert rosa.get(reverse("snapshot")).json()["change"] is None
    assert "seen 19 Nov" in client.get(reverse("chart", args=[world.patient.id])).content.decode()
    assert events_about(world.system, world.patient.id).filter(action="see").count() == 1


def test_a_version_that_is_not_there_cannot_be_seen(world: ClinicWorld, signed: ProgramVersion) -> None:
    rosa = signed_in(Client(), world.patient)
    for number in ("7", "", "one"):
        assert rosa.post(reverse("version_seen"), {"number": number}).status_code == 404


def test_a_dose_changed_by_a_colleague_is_not_lost_by_a_review_of_the_draft(edited: Bench) -> None:
    key = edited.key("heel-slide")
    drafts.remove_item(by=edited.world.ana, episode_id=edited.now.episode.id, key=key, now=NOW)
    edited.post("builder_review", {f"do-{key}": "stop", f"why-{key}": "Bends well"}, script=False)
    assert "heel-slide" not in edited.exercises
