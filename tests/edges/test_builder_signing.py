"""Signing in the browser: what changes is shown first, and every refusal keeps what was typed."""

import pytest
from conftest import NOW, TODAY, ClinicWorld
from django.test import Client
from django.urls import reverse

from edges.builder_bench import Bench
from edges.conftest import signed_in
from edges.test_builder import TEMPLATE, with_flags
from everyrep.people.access import viewer_of_staff
from everyrep.people.actions import add_staff
from everyrep.people.models import Clinic, Patient
from everyrep.prescribing.actions import drafts
from everyrep.prescribing.models import Draft, Episode, ProgramVersion
from everyrep.tenancy.viewer import Role, Viewer


@pytest.fixture
def bench(client: Client, world: ClinicWorld, episode: Episode) -> Bench:
    made = Bench(signed_in(client, world.therapist), world)
    made.post("builder_start", {"from": f"{TEMPLATE}:1"})
    return made


def signature(bench: Bench, **changes: str) -> dict[str, str]:
    known = {
        "reason": "First program",
        "valid_from": TODAY.isoformat(),
        "revision": str(bench.now.draft.revision),
    }
    return {**known, **changes}


def versions(world: ClinicWorld) -> list[ProgramVersion]:
    return list(ProgramVersion.objects.seen_by(world.ana).order_by("number"))


def test_template_to_signature_in_four_requests(client: Client, world: ClinicWorld, episode: Episode) -> None:
    bench = Bench(signed_in(client, world.therapist), world)
    bench.post("builder_start", {"from": f"{TEMPLATE}:1"})
    bench.post("builder_shorthand", {"shorthand": "2x12 h5 inv 3/d"}, of="quad-set")
    page = bench.get("builder_sign")
    assert f'value="{TODAY.isoformat()}"' in page
    assert f'name="revision" value="{bench.now.draft.revision}"' in page
    answer = bench.client.post(bench.url("builder_sign"), signature(bench))
    assert answer.url == reverse("chart", args=[world.patient.id])
    assert "Version 1 is signed" in client.get(answer.url).content.decode()
    (version,) = versions(world)
    assert (version.reason, version.signature) == ("First program", "Ana Vidal, PT, DPT")


def test_the_sign_page_tells_the_difference_from_the_signed_version_in_words(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    bench = Bench(signed_in(client, world.therapist), world)
    bench.post("builder_start", {"from": "signed"})
    bench.post("builder_shorthand", {"shorthand": "3x10 h5 inv 3/d"}, of="quad-set")
    bench.post("builder_line", {"do": "remove"}, of="heel-slide")
    page = bench.get("builder_sign")
    assert "Quadriceps set: 3 sets instead of 1" in page
    assert "Stopped: Heel slide" in page


def test_the_next_phase_of_a_template_reads_as_a_change_of_what_it_keeps(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    bench = Bench(signed_in(client, world.therapist), world)
    bench.post("builder_start", {"from": f"{TEMPLATE}:3"})
    page = bench.get("builder_sign")
    assert "Stopped: Sit to stand" not in page
    assert "Sit to stand: 3 sets instead of 2" in page


def test_a_patient_who_reads_spanish_has_the_difference_in_spanish_beside_it(bench: Bench) -> None:
    Patient.objects.seen_by(bench.world.ana).update(language="es")
    page = bench.get("builder_sign")
    assert "As Rosa reads it" in page
    assert '<div lang="es">' in page


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"reason": " "}, "reason", "Write why, in a few words"),
        ({"valid_from": "2026-11-15"}, "valid_from", "Choose a start from 2026-11-16 to 2027-01-15"),
        ({"valid_from": "2027-11-15"}, "valid_from", "Choose a start from"),
        ({"valid_from": "2027-02-31"}, "valid_from", "the last day of that month is 2027-02-28"),
        ({"valid_from": ""}, "valid_from", "is not a date"),
    ],
)
def test_a_refused_signature_says_why_on_top_and_at_the_field_and_loses_nothing(
    bench: Bench, typed: dict[str, str], field: str, said: str
) -> None:
    sent = signature(bench, **typed)
    answer = bench.client.post(bench.url("builder_sign"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(said) == 2
    assert f'href="#{field}"' in page
    assert f'value="{sent["reason"].strip()}"' in page
    assert f'value="{sent["valid_from"]}"' in page
    assert not versions(bench.world)
    assert len(bench.exercises) == 6


def test_a_missing_reason_and_a_date_that_is_none_are_told_together(bench: Bench) -> None:
    sent = signature(bench, reason="", valid_from="soon")
    assert "2 things to change" in bench.client.post(bench.url("builder_sign"), sent).content.decode()


def test_without_the_clinics_emergency_text_the_page_says_so_before_and_after_signing(bench: Bench) -> None:
    Clinic.objects.filter(id=bench.world.clinic.id).update(emergency_text="")
    assert "The clinic has no emergency text yet" in bench.get("builder_sign")
    answer = bench.client.post(bench.url("builder_sign"), signature(bench))
    assert answer.status_code == 422
    assert "The clinic has no emergency text yet" in answer.content.decode()
    assert not versions(bench.world)


def test_a_block_without_a_reason_is_refused_by_name_and_with_a_reason_signed(bench: Bench) -> None:
    with_flags(bench.world, "dvt_suspect")
    answer = bench.client.post(bench.url("builder_sign"), signature(bench))
    assert answer.status_code == 422
    blocked = "Ankle pump is blocked by the patient&#39;s flag Possible leg clot, needs review."
    assert blocked in answer.content.decode()
    bench.post("builder_override", {"override_reason": "Ultrasound was clear"}, of="ankle-pump")
    assert bench.client.post(bench.url("builder_sign"), signature(bench)).status_code == 302
    assert versions(bench.world)[0].items[0]["override_reason"] == "Ultrasound was clear"


def test_an_empty_draft_and_one_with_nothing_essential_are_refused(bench: Bench) -> None:
    bench.post("builder_start", {"from": "empty"})
    answer = bench.client.post(bench.url("builder_sign"), signature(bench))
    assert "The program is empty; add at least one exercise." in answer.content.decode()
    bench.post("builder_add", {"exercise": "quad-set"})
    bench.post("builder_line", {"do": "optional"}, of="quad-set")
    answer = bench.client.post(bench.url("builder_sign"), signature(bench))
    assert "mark at least one as essential" in answer.content.decode()


def test_of_two_therapists_the_second_sees_who_changed_the_draft_and_signs_after_looking_again(
    bench: Bench,
) -> None:
    seen = signature(bench)
    key = bench.key("quad-set")
    colleague = make_colleague(bench.world)
    drafts.remove_item(by=colleague, episode_id=bench.now.episode.id, key=key, now=NOW)
    answer = bench.client.post(bench.url("builder_sign"), seen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ben Cole, PT changed this draft after you opened it. Look at it again, then sign." in page
    assert 'value="First program"' in page
    assert bench.client.post(bench.url("builder_sign"), signature(bench)).status_code == 302
    assert "quad-set" not in [item["exercise"] for item in versions(bench.world)[0].items]


def make_colleague(world: ClinicWorld) -> Viewer:
    staff = add_staff(
        by=world.system,
        email="ben@riverside.example",
        password=None,
        role=Role.THERAPIST,
        name="Ben Cole",
        credential="PT",
        now=NOW,
    )
    return viewer_of_staff(staff)


def test_a_version_that_waits_for_its_day_is_named_and_gives_way_to_one_signed_for_today(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    bench = Bench(signed_in(client, world.therapist), world)
    bench.post("builder_start", {"from": "signed"})
    bench.client.post(bench.url("builder_sign"), signature(bench, valid_from="2026-12-16"))
    bench.post("builder_start", {"from": "signed"})
    page = bench.get("builder_sign")
    assert "Version 2 is to start on" in page
    assert f'name="valid_from" type="date" value="{TODAY.isoformat()}"' in page
    assert bench.client.post(bench.url("builder_sign"), signature(bench)).status_code == 302
    assert [version.number for version in versions(world)] == [1, 2, 3]


def test_a_form_without_a_revision_has_looked_at_nothing_and_signs_nothing(bench: Bench) -> None:
    answer = bench.client.post(bench.url("builder_sign"), signature(bench, revision="newest"))
    assert answer.status_code == 422
    assert not versions(bench.world)


def test_without_a_draft_the_sign_page_leads_back_to_the_builder(
    client: Client, world: ClinicWorld, signed: ProgramVersion
) -> None:
    signed_in(client, world.therapist)
    answer = client.get(reverse("builder_sign", args=[world.patient.id]))
    assert answer.url == reverse("builder", args=[world.patient.id])


def test_what_is_signed_leaves_no_draft_behind(bench: Bench) -> None:
    bench.client.post(bench.url("builder_sign"), signature(bench))
    assert not Draft.objects.seen_by(bench.world.ana).exists()
