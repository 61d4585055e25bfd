"""The patient form: what was typed, and what it means."""

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict

from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.safety.warnings import WeightBearing
from everyrep.core.schedule import parse_local_date
from everyrep.figures.studio import demonstrators
from everyrep.library import queries as library
from everyrep.people.actions import PatientDetails

TEXTS = (
    "given_name",
    "family_name",
    "birth_date",
    "zone",
    "language",
    "units",
    "minutes_per_day",
    "weight_bearing",
    "weight_bearing_note",
    "demonstrator",
    "phone",
)
LISTS = ("equipment", "flags")
UNITS = ("metric", "us")

Typed = Mapping[str, str | list[str]]


def typed_in(data: QueryDict) -> dict[str, str | list[str]]:
    """What the form holds, to be shown again as it was."""
    texts: dict[str, str | list[str]] = {name: data.get(name, "") for name in TEXTS}
    return {**texts, **{name: data.getlist(name) for name in LISTS}}


def typed_of(details: PatientDetails) -> dict[str, str | list[str]]:
    """The form as it opens for a known patient."""
    texts: dict[str, str | list[str]] = {name: str(getattr(details, name)) for name in TEXTS}
    return {**texts, **{name: list(getattr(details, name)) for name in LISTS}}


def read(typed: Typed) -> PatientDetails:
    """The details a form means; raises Invalid with every problem that can be told from the form alone."""
    problems: list[Problem] = []
    birth_date, minutes = date.min, 0
    try:
        birth_date = parse_local_date(str(typed["birth_date"]), "birth_date")
    except Invalid as fault:
        problems.extend(fault.problems)
    try:
        minutes = int(str(typed["minutes_per_day"]))
    except ValueError:
        problems.append(Problem("minutes_per_day", N_("Enter 1 to 240 minutes a day.")))
    problems.extend(_unknown(typed))
    if problems:
        raise Invalid(problems)
    return PatientDetails(
        given_name=str(typed["given_name"]).strip(),
        family_name=str(typed["family_name"]).strip(),
        birth_date=birth_date,
        zone=str(typed["zone"]),
        language=str(typed["language"]),
        units=str(typed["units"]),
        minutes_per_day=minutes,
        equipment=tuple(typed["equipment"]),
        flags=tuple(typed["flags"]),
        weight_bearing=str(typed["weight_bearing"]),
        weight_bearing_note=str(typed["weight_bearing_note"]).strip(),
        demonstrator=str(typed["demonstrator"]),
        phone=str(typed["phone"]).strip(),
    )


def _unknown(typed: Typed) -> list[Problem]:
    """Values that are on none of the form's own lists."""
    offered: dict[str, set[str]] = {
        "flags": {flag.id for flag in library.flags()},
        "equipment": set(library.equipment()),
        "weight_bearing": {"", *(status.value for status in WeightBearing)},
        "units": set(UNITS),
        "demonstrator": {"", *demonstrators()},
    }
    return [
        Problem(name, N_("Choose from the list."))
        for name, known in offered.items()
        if not set(typed[name] if name in LISTS else [str(typed[name])]) <= known
    ]
