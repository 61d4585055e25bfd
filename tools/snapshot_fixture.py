"""Write frontend/test/fixtures/snapshot.json anew: the snapshot that the app's tests show.

    python tools/snapshot_fixture.py

It is the demo's Rosa on FIXTURE_NOW, in a clinic made for the purpose, with one more version of her program
that holds what the demo lacks (ADDED, ANCHORS), and a morning's log. Ids are numbered in the order in which
they appear, so that the same words give the same file.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
FIXTURE = FRONTEND / "test" / "fixtures" / "snapshot.json"
FIXTURE_NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)  # a Monday, 10:00 in New York
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ADDED = {  # both sides in turn, a tempo, a hold alone, a timed one, a step count, as many as possible
    "clamshell": "2x10 both rest 45 1/d",
    "heel-raise-double": "2x12 2-1-2-0 1/d",
    "wall-sit": "2x h30 rest 60 pain<=3 1/d",
    "single-leg-stance": "2x30s both 1/d",
    "walking-program": "2000steps 3/w",
    "long-arc-quad": "2xamrap inv 2/w",
    "ankle-alphabet": "x1 prn 4/d",
}
CHANGED = {"heel-slide": "2x10 h5 inv 2/d rom knee-flexion 0-95 pain<=4 between 30"}
TRIGGER = "when the ankle feels stiff"
ANCHORS = ("after brushing teeth", time(8, 0)), ("", time(18, 30))


def main() -> int:
    os.environ["EVERYREP_DATA"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "everyrep.config.settings"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    FIXTURE.parent.mkdir(exist_ok=True)
    FIXTURE.write_text(numbered(snapshot()), encoding="utf-8")
    biome = FRONTEND / "node_modules" / ".bin" / "biome"
    return subprocess.run([biome, "format", "--write", FIXTURE], cwd=FRONTEND, check=False).returncode


def snapshot() -> str:
    """Rosa's, as JSON."""
    import msgspec
    from django.utils import translation

    from everyrep.demo.clinic import make_clinic
    from everyrep.people.access import live_link, viewer_of_patient
    from everyrep.web.patient.snapshot import building

    made = make_clinic(now=FIXTURE_NOW, seed=2026, patients=2)
    link = live_link(made.link, now=FIXTURE_NOW)
    assert link is not None
    rosa = viewer_of_patient(link.patient)
    version = new_version(made.staff.ana, rosa.patient_id)
    log_the_morning(rosa, version)
    building.prepare_figures = lambda *_: None  # nobody looks at them here
    with translation.override("en"):
        told = building.snapshot_of(rosa, FIXTURE_NOW)
    return msgspec.json.encode(msgspec.structs.replace(told, state="fixture")).decode()


def new_version(ana: Any, patient_id: Any) -> Any:
    """The last version with what is added and changed here, from today on."""
    from everyrep.core.plan import Prescription
    from everyrep.core.schedule import Anchor, Pattern
    from everyrep.core.shorthand import parse
    from everyrep.prescribing.actions import drafts, signing
    from everyrep.prescribing.documents import from_document
    from everyrep.prescribing.queries import active_episode, draft_of

    episode = active_episode(ana, patient_id)
    assert episode is not None
    said = {"by": ana, "episode_id": episode.id, "now": FIXTURE_NOW}

    def items() -> tuple[Prescription, ...]:
        return from_document(draft_of(ana, episode.id).items)

    drafts.open_draft(**said)
    for exercise in ADDED:
        drafts.add_exercise(**said, exercise_id=exercise, side=None)
    for item in items():
        if dose := {**ADDED, **CHANGED}.get(item.exercise):
            dosage, schedule = parse(dose)
            item = replace(item, dosage=dosage, schedule=schedule)
        if item.schedule.pattern is Pattern.AS_NEEDED:
            item = replace(item, schedule=replace(item.schedule, trigger=TRIGGER))
        if item.exercise == "quad-set":
            anchors = tuple(Anchor(routine=routine, at=at) for routine, at in ANCHORS)
            schedule = replace(item.schedule, anchors=anchors[: item.schedule.times_per_day])
            item = replace(item, schedule=schedule, stop_rules=("your calf swells",))
        if item.exercise in ("clamshell", "wall-sit"):
            item = replace(item, essential=False)
        drafts.change_item(**said, item=item)
    today = FIXTURE_NOW.astimezone(ZoneInfo(ana.zone)).date()
    return signing.sign(
        **said,
        revision=draft_of(ana, episode.id).revision,
        reason="Ready for more on the feet.",
        valid_from=today,
        today=today,
    )


def log_the_morning(rosa: Any, version: Any) -> None:
    """What the phone said since eight: done, partly, taken back, a note on the morning and a question."""
    from random import Random

    from everyrep.core.sync import Evidence
    from everyrep.demo.phone import Phone
    from everyrep.logbook.actions import receive
    from everyrep.prescribing.documents import from_document

    keys = {item.exercise: item.key for item in from_document(version.items)}
    eight = FIXTURE_NOW - timedelta(hours=2)
    phone = Phone(device_id="phone-rosa", zone=rosa.zone, rng=Random(1))  # noqa: S311 - to be repeatable, not secret

    def says(**body: object) -> Any:
        return phone.create(version.id, body, eight, evidence=Evidence.TICKED, recorded=eight)

    def did(exercise: str, **body: object) -> Any:
        return says(type="exercise", item_key=keys[exercise], session=0, outcome="done", **body)

    says(type="morning", pain=3, stiffness="little")
    did("ankle-pump", pain=1, effort=2)
    says(
        type="exercise",
        item_key=keys["quad-set"],
        session=0,
        outcome="partly",
        sets=[{"reps": 6}],
        reason="pain",
        pain=6,
        note="sharp at the kneecap",
    )
    phone.retract(did("clamshell"), eight)
    did("ankle-alphabet", before=5, after=3)
    says(type="question", text="May I walk to the shop?", item_key="")
    receive(by=rosa, patient_id=rosa.patient_id, ops=phone.outbox, now=FIXTURE_NOW)


def numbered(text: str) -> str:
    """The text with every id in it replaced by its number."""
    found = {name: number for number, name in enumerate(dict.fromkeys(UUID.findall(text)), start=1)}
    return UUID.sub(lambda match: f"00000000-0000-7000-8000-{found[match[0]]:012}", text)


if __name__ == "__main__":
    sys.exit(main())
