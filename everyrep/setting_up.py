"""Setting up an installation from the command line: a clinic with its owner, and its staff."""

from datetime import datetime

from everyrep.people.access import clinic_named
from everyrep.people.accounts import hire
from everyrep.people.actions import create_clinic, zones
from everyrep.tenancy.viewer import Role, system_viewer


class CannotSetUp(Exception):
    """What was asked cannot be done; the text says why and what would be accepted."""


def open_clinic(
    *, name: str, phone: str, zone: str, language: str, owner_name: str, owner_email: str, now: datetime
) -> str:
    """A clinic and its owner; returns the owner's first password. Raises CannotSetUp or Invalid."""
    if clinic_named(name) is not None:
        raise CannotSetUp(f"there is a clinic named {name} already.")
    if zone not in zones():
        raise CannotSetUp(f"{zone} is no time zone; give one such as America/New_York or Europe/Madrid.")
    clinic = create_clinic(name=name.strip(), phone=phone, zone=zone, language=language, now=now)
    by = system_viewer(clinic.id, zone)
    return hire(by=by, email=owner_email, role=Role.OWNER, name=owner_name, credential="", now=now)


def add_to_staff(
    *, clinic_name: str, email: str, role: Role, name: str, credential: str, now: datetime
) -> str:
    """A member of staff of a clinic; returns the first password. Raises CannotSetUp or Invalid."""
    clinic = clinic_named(clinic_name)
    if clinic is None:
        raise CannotSetUp(f"no clinic is named {clinic_name}; make it first with: everyrep clinic")
    by = system_viewer(clinic.id, clinic.zone)
    return hire(by=by, email=email, role=role, name=name, credential=credential, now=now)
