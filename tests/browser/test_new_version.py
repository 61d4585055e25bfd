"""The clinic's computer gets a new version of the app while a phone still has the old one."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ClinicWorld
from playwright.sync_api import Locator, expect

from browser.conftest import OpenPage, RunningServer
from browser.phone import ARRIVED, Phone
from browser.therapist import exercises_logged
from everyrep.prescribing.models import ProgramVersion
from everyrep.web import assets

HASHED = re.compile(r"-[\w-]{8}(?=\.(?:js|css)\b)")  # the content hash in the name of a built file
VERSION = re.compile(r"(?<=version:.)[0-9a-f]{12}")
NEW, NEW_VERSION = "-newbuild", "0123456789ab"
QUAD_SET, HEEL_SLIDE = "Quadriceps set", "Heel slide"
OPENINGS = 10  # within which a new version that has arrived is taken over


@pytest.fixture
def new_version(
    running: RunningServer, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """Puts another build in the place of this one; nothing is there any more under an old name."""

    def update() -> None:
        build = another_build(tmp_path / "build")
        settings.STATIC_ROOT = build
        monkeypatch.setattr(assets, "BUILD", build)
        monkeypatch.setattr(assets, "manifest", lambda: json.loads((build / "manifest.json").read_text()))
        assets.built_file.cache_clear()
        running.starts_anew()

    yield update
    assets.built_file.cache_clear()


def another_build(build: Path) -> Path:
    shutil.copytree(assets.BUILD, build, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    old = sorted(path.name for path in (build / "assets").iterdir() if HASHED.search(path.name))
    named = {name: HASHED.sub(f"-{number:03}{NEW}", name) for number, name in enumerate(old)}
    for path in build.rglob("*"):
        if path.suffix in {".js", ".css", ".html", ".json"}:
            path.write_text(renamed(path.read_text(), named))
    for before, after in named.items():
        (build / "assets" / before).rename(build / "assets" / after)
    return build


def renamed(text: str, named: dict[str, str]) -> str:
    for before, after in named.items():
        text = text.replace(before, after)
    return VERSION.sub(NEW_VERSION, text)


def script(phone: Phone) -> Locator:
    """The app's own script: its name tells the version."""
    return phone.page.locator("script[type=module]")


def test_the_old_app_goes_on_with_a_new_server_until_the_new_one_takes_over_without_losing_anything(
    signed_in_as: OpenPage, signed: ProgramVersion, world: ClinicWorld, new_version: Any
) -> None:
    rosa = Phone(signed_in_as("patient"))
    rosa.opens_today()
    rosa.has_kept_the_app()
    new_version()
    rosa = rosa.once_more()
    expect(script(rosa)).not_to_have_attribute("src", re.compile(NEW))
    rosa.ticks(QUAD_SET)
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)

    for _ in range(OPENINGS):
        rosa = rosa.once_more()
        if NEW in str(script(rosa).get_attribute("src")):
            break
    expect(script(rosa)).to_have_attribute("src", re.compile(NEW))
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    rosa.goes_offline()
    rosa = rosa.once_more()
    expect(script(rosa)).to_have_attribute("src", re.compile(NEW))
    rosa.ticks(HEEL_SLIDE)
    rosa.goes_online()
    expect(rosa.card(HEEL_SLIDE)).to_contain_text(ARRIVED)
    assert exercises_logged(world) == [("heel-slide", "done"), ("quad-set", "done")]


def test_what_was_logged_without_a_network_with_the_old_app_reaches_the_new_server(
    signed_in_as: OpenPage, signed: ProgramVersion, world: ClinicWorld, new_version: Any
) -> None:
    rosa = Phone(signed_in_as("patient"))
    rosa.opens_today()
    rosa.has_kept_the_app()
    rosa.goes_offline()
    rosa.ticks(QUAD_SET)
    new_version()
    rosa = rosa.once_more()
    rosa.goes_online()
    expect(rosa.card(QUAD_SET)).to_contain_text(ARRIVED)
    assert exercises_logged(world) == [("quad-set", "done")]
