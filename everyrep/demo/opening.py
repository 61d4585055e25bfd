"""Starting the demo: make its clinic once, reuse it after that, and say how to get in."""

import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from everyrep import clock
from everyrep.demo.clinic import make_clinic
from everyrep.people.access import any_clinic, user_of

SEED = 2026


class NotADemo(Exception):
    """The database holds a clinic that the demo did not make; nobody is let in without a password there."""


def open_demo(data: Path) -> None:
    """Make the demo clinic where the database is empty. Raises NotADemo."""
    if user_of(settings.DEMO_ACCOUNTS["therapist"]) is not None:
        return
    if any_clinic():
        raise NotADemo(
            f"{data} holds a clinic that is not the demo. Give the demo a folder of its own with --data."
        )
    print("Making the demo clinic. This takes less than a minute …", flush=True)
    started = time.perf_counter()
    with transaction.atomic():  # whole or not at all, and many times quicker than a commit for each write
        made = make_clinic(seed=SEED, now=clock.now())
        kept = data / settings.DEMO_LINK_FILE
        kept.touch(mode=0o600)
        kept.write_text(made.link)
    print(f"Made {made.patients} patients in {time.perf_counter() - started:.0f} s.", flush=True)


def welcome(data: Path, port: int) -> str:
    """What to open in the browser, and how to start afresh."""
    at = f"http://localhost:{port}"
    return f"""
The demo clinic is open. Everyone in it is invented.

  Start here             {at}/demo/
  As the therapist, Ana  {at}/demo/as/therapist/
  As the patient, Rosa   {at}/demo/as/patient/
  As her husband, Luis   {at}/demo/as/caregiver/
  As the owner, Owen     {at}/demo/as/owner/

Ctrl-C stops it. What you do is kept in {data};
to start afresh, with weeks that end today, stop it and delete that folder.
"""
