"""The demo's one-click sign-in: there in demo mode, absent everywhere else."""

from pathlib import Path
from typing import Any

import pytest
from conftest import ClinicWorld
from django.test import Client
from django.urls import include, path

from everyrep.config.urls import handler404 as handler404
from everyrep.config.urls import urlpatterns as installed

urlpatterns = [*installed, path("", include("everyrep.web.demo.urls"))]  # the routes of demo mode

demo_mode = pytest.mark.urls(__name__)


@pytest.fixture
def accounts(world: ClinicWorld, settings: Any, tmp_path: Path) -> ClinicWorld:
    settings.DATA_DIR = tmp_path
    settings.DEMO_ACCOUNTS = {
        "therapist": world.therapist.user.email,
        "patient": world.patient.user.email,
        "owner": world.owner.user.email,
    }
    return world


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("path", ["/demo/", "/demo/as/therapist/", "/demo/as/patient/", "/gallery/"])
def test_nobody_gets_in_without_a_password_outside_demo_mode(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert "sessionid" not in client.cookies


@demo_mode
@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("role", "first_page"),
    [("therapist", "/clinic/"), ("patient", "/today/"), ("owner", "/clinic/settings/")],
)
def test_one_click_leads_each_role_to_its_own_first_page(client: Client, role: str, first_page: str) -> None:
    answer = client.get(f"/demo/as/{role}/", follow=True)
    assert answer.redirect_chain[-1][0] == first_page
    assert answer.status_code == 200


@demo_mode
@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("role", ["assistant", "nobody", ""])
def test_there_is_no_one_else_to_be(client: Client, role: str) -> None:
    assert client.get(f"/demo/as/{role}/").status_code == 404


@demo_mode
@pytest.mark.usefixtures("accounts")
def test_the_front_door_names_the_three_roles_and_the_page_without_an_account(
    client: Client, tmp_path: Path
) -> None:
    without = client.get("/demo/").content.decode()
    (tmp_path / "demo-link").write_text("ABCDE-FGHJK\n")
    page = client.get("/demo/").content.decode()
    for role in ("therapist", "patient", "caregiver", "owner"):
        assert f"/demo/as/{role}/" in page
    assert "/p/#ABCDE-FGHJK" in page
    assert "/p/" not in without


@demo_mode
@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("audience", ["patient", "clinic"])
def test_the_gallery_shows_every_component_in_demo_mode(client: Client, audience: str) -> None:
    assert client.get(f"/gallery/?audience={audience}").status_code == 200
