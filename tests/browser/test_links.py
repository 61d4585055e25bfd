"""The code of a sheet: opening its page uses nothing up and leaves no trace; a person's tap does."""

import pytest
from conftest import NOW, ClinicWorld
from playwright.sync_api import expect

from browser.conftest import OpenPage
from browser.phone import Phone
from everyrep.people.actions import create_link
from everyrep.people.models import PatientLink
from everyrep.prescribing.models import ProgramVersion


@pytest.fixture
def code(world: ClinicWorld, signed: ProgramVersion) -> str:
    return create_link(by=world.ana, patient_id=world.patient.id, label="Sheet", now=NOW)


def uses(world: ClinicWorld) -> list[object]:
    return list(PatientLink.objects.in_clinic(world.clinic.id).values_list("last_used_at", flat=True))


def test_scanners_that_open_the_link_leave_it_good_for_the_patient(
    open_page: OpenPage, world: ClinicWorld, code: str
) -> None:
    for _ in range(5):
        scanner = Phone(open_page())
        scanner.scans(code)
        expect(scanner.page.get_by_text("Your code is filled in.")).to_be_visible()
        for ask in (scanner.page.request.head, scanner.page.request.get):
            assert ask(f"/p/#{code}").status == 200
    assert uses(world) == [None]

    rosa = Phone(open_page())
    rosa.scans(code)
    rosa.opens_the_program()
    assert uses(world) == [NOW]


def test_the_code_leaves_the_address_and_the_history_and_is_in_no_request(
    open_page: OpenPage, server: str, code: str
) -> None:
    rosa = Phone(open_page())
    asked: list[str] = []
    rosa.page.on("request", lambda request: asked.append(request.url))
    rosa.scans(code)
    expect(rosa.page).to_have_url(f"{server}/p/")
    rosa.opens_the_program()
    expect(rosa.page).to_have_url(f"{server}/today/")
    rosa.page.go_back()
    expect(rosa.page).to_have_url(f"{server}/p/")
    assert not [url for url in asked if code in url]


def test_a_code_typed_from_the_sheet_opens_in_small_letters_and_without_dashes(
    open_page: OpenPage, code: str
) -> None:
    rosa = Phone(open_page())
    rosa.page.goto("/p/")
    rosa.page.get_by_label("Code from your sheet").fill(code.lower().replace("-", " "))
    rosa.opens_the_program()


def test_a_code_that_opens_nothing_is_refused_kindly_and_kept(open_page: OpenPage, code: str) -> None:
    rosa = Phone(open_page())
    rosa.page.goto("/p/")
    rosa.page.get_by_label("Code from your sheet").fill("7KQ2M-4XD9P")
    rosa.page.get_by_role("button", name="Open my program").click()
    expect(rosa.page.get_by_role("alert")).to_contain_text("call your clinic for a new one")
    expect(rosa.page.get_by_label("Code from your sheet")).to_have_value("7KQ2M-4XD9P")
