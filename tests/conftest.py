"""A clinic to test in: Ana the therapist, Oscar the owner, Rosa the patient, and a second clinic next door.

Every test of who may see what asks for an owner of the record, a colleague and an outsider.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from django.utils import translation

from everyrep.audit import actions as audit_actions
from everyrep.core.sync import content_hash
from everyrep.figures import studio
from everyrep.figures.store import store
from everyrep.people.access import viewer_of_patient, viewer_of_staff
from everyrep.people.actions import PatientDetails, add_patient, add_staff, create_clinic, set_emergency_text
from everyrep.people.models import Clinic, Patient, Staff
from everyrep.prescribing.actions import drafts, episodes, signing
from everyrep.prescribing.models import Episode, ProgramVersion
from everyrep.tenancy.viewer import Role, Viewer, system_viewer

# No test is about time: a machine at work on other things may take long over any example.
hypothesis.settings.register_profile(
    "everyrep", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("everyrep")

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)  # a Monday
ZONE = "America/New_York"
PASSWORD = "correct horse battery staple"
PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><path d="M0 0h400v200z"/></svg>'
EMERGENCY = "Chest pain, trouble breathing or a swollen calf: call 911 first, then the clinic."


@dataclass
class ClinicWorld:
    """One clinic with its people, as viewers and rows."""

    clinic: Clinic
    system: Viewer
    owner: Staff
    therapist: Staff
    assistant: Staff
    patient: Patient

    @property
    def ana(self) -> Viewer:
        return viewer_of_staff(self.therapist)

    @property
    def oscar(self) -> Viewer:
        return viewer_of_staff(self.owner)

    @property
    def rosa(self) -> Viewer:
        return viewer_of_patient(self.patient)


def details(**changes: Any) -> PatientDetails:
    known: dict[str, Any] = {
        "given_name": "Rosa",
        "family_name": "Diaz",
        "birth_date": date(1958, 3, 4),
        "zone": ZONE,
    }
    return PatientDetails(**{**known, **changes})


def make_world(name: str, *, emergency_text: str = EMERGENCY) -> ClinicWorld:
    clinic = create_clinic(name=name, phone="+1 555 0100", zone=ZONE, language="en", now=NOW)
    system = system_viewer(clinic.id, ZONE)
    if emergency_text:
        set_emergency_text(by=system, text=emergency_text, phone="+1 555 0100", now=NOW)
    word = name.split()[0].lower()

    def staff(role: Role, who: str, credential: str = "") -> Staff:
        email = f"{who.split()[0].lower()}@{word}.example"
        return add_staff(
            by=system, email=email, password=PASSWORD, role=role, name=who, credential=credential, now=NOW
        )

    owner, ana, assistant = (
        staff(Role.OWNER, "Oscar Own"),
        staff(Role.THERAPIST, "Ana Vidal", "PT, DPT"),
        staff(Role.ASSISTANT, "Ali Khan", "PTA"),
    )
    patient = add_patient(
        by=system, details=details(), email=f"rosa@{word}.example", password=PASSWORD, now=NOW
    )
    clinic.refresh_from_db()
    return ClinicWorld(clinic, system, owner, ana, assistant, patient)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as an installation has it: with the same locks between threads."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def _forget_reads() -> None:
    """Reads are audited once per quarter of an hour and process; each test is a fresh process."""
    audit_actions._recent_reads.clear()


@pytest.fixture(autouse=True)
def _plain_english() -> None:
    """A page that was asked for in Spanish leaves its thread speaking it; each test is a fresh thread."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def _figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("figures")


@pytest.fixture
def plain_figures(_figures: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A still costs a second to draw and as much on paper; what it looks like is for tests/figures."""
    settings.DATA_DIR, make = _figures, studio.make
    monkeypatch.setattr(studio, "make", lambda one: PLAIN if one.what == "still" else make(one))
    store.cache_clear()
    yield
    store.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _photos_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Photos lie in a folder of this run; none of them has the name of another."""
    with override_settings(STORAGES=photos_in(tmp_path_factory.mktemp("photos"))):
        yield


@pytest.fixture
def own_photos(tmp_path: Path, settings: Any) -> Path:
    """The folder of photos, with none but those of the test."""
    folder = tmp_path / "photos"
    settings.STORAGES = photos_in(folder)
    return folder


def photos_in(folder: Path) -> dict[str, Any]:
    """The setting STORAGES with another folder for photos."""
    photos = django_settings.STORAGES["photos"]
    kept = {**photos, "OPTIONS": {**photos["OPTIONS"], "location": folder}}
    return {**django_settings.STORAGES, "photos": kept}


@pytest.fixture
def world(db: None) -> ClinicWorld:
    return make_world("Riverside Physical Therapy")


@pytest.fixture
def neighbour(db: None) -> ClinicWorld:
    return make_world("Hillside Rehab")


@pytest.fixture
def episode(world: ClinicWorld) -> Episode:
    return open_episode(world)


def open_episode(world: ClinicWorld) -> Episode:
    return episodes.open_episode(
        by=world.ana,
        patient_id=world.patient.id,
        problem="After knee replacement, left",
        involved_side="left",
        started_on=TODAY,
        now=NOW,
    )


@pytest.fixture
def signed(world: ClinicWorld, episode: Episode) -> ProgramVersion:
    """Rosa's first program: the first phase of "After knee replacement", from today."""
    return sign_template(world, episode)


def sign_template(
    world: ClinicWorld, episode: Episode, template: str = "after-total-knee-replacement"
) -> ProgramVersion:
    drafts.open_draft(by=world.ana, episode_id=episode.id, now=NOW)
    draft = drafts.use_template(
        by=world.ana, episode_id=episode.id, template_id=template, phase_id="1", now=NOW
    )
    return signing.sign(
        by=world.ana,
        episode_id=episode.id,
        revision=draft.revision,
        reason="First program",
        valid_from=TODAY,
        today=TODAY,
        now=NOW,
    )


MakeOperation = Callable[..., dict[str, Any]]


def make_operation(version_id: UUID, item_key: str, **changes: Any) -> dict[str, Any]:
    """One operation as a phone would send it: the exercise done today, in the first session."""
    body = {"type": "exercise", "item_key": item_key, "session": 0, "outcome": "done", "pain": 3}
    fields: dict[str, Any] = {
        "op_id": str(uuid4()),
        "entry_id": str(uuid4()),
        "kind": "create",
        "base_rev": 0,
        "device_id": "phone-1",
        "device_seq": 1,
        "performed_local": "2026-11-16T09:30:00",
        "zone": ZONE,
        "utc_offset_min": -300,
        "local_date": TODAY.isoformat(),
        "recorded_at": "2026-11-16T14:31:00Z",
        "program_rev": str(version_id),
        "schema_v": 1,
        "evidence": "ticked",
        "body": body,
    }
    fields.update(changes)
    return {**fields, "content_hash": content_hash(fields)}
