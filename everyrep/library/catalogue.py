"""Reading content/ once per process, with an error that names the file at fault."""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml
from django.conf import settings

from everyrep.library.content import EmergencyNumbers, Exercise, SafetyFlag, SymptomCheck, Template

LANGUAGES = ("en", "es")
SPANS = {"times_per_day", "days_per_week"}
PARTS = {"phases", "groups", "questions"}
Value = TypeVar("Value")


class ContentError(ValueError):
    """A content file that cannot be read as what it should be."""


@cache
def exercises() -> dict[str, Exercise]:
    """Every shipped exercise by id."""
    return {exercise.id: exercise for exercise in _read_folder("exercises", Exercise)}


@cache
def templates() -> dict[str, Template]:
    """The starter programs by id, in their own order."""
    found = sorted(_read_folder("programs", Template), key=lambda template: template.order)
    return {template.id: template for template in found}


@cache
def flags() -> dict[str, SafetyFlag]:
    """The patient flags by id."""
    rows = _load(_content_dir() / "safety" / "flags.yaml")
    return {row["id"]: _convert(_with_texts(row), SafetyFlag, "safety/flags.yaml") for row in rows}


@cache
def symptom_check() -> SymptomCheck:
    """The questions of the symptom check, and the words around them."""
    loaded = _load(_content_dir() / "safety" / "symptom_check.yaml")
    return _convert(_with_texts(loaded), SymptomCheck, "safety/symptom_check.yaml")


@cache
def emergency_numbers() -> EmergencyNumbers:
    """The numbers to dial, by country."""
    loaded = _load(_content_dir() / "safety" / "emergency_numbers.yaml")
    return _convert(loaded, EmergencyNumbers, "safety/emergency_numbers.yaml")


@cache
def vocabulary() -> dict[str, dict[str, dict[str, str]]]:
    """Display labels by vocabulary, value and language."""
    loaded: dict[str, dict[str, dict[str, str]]] = _load(_content_dir() / "vocabulary.yaml")
    return loaded


def _content_dir() -> Path:
    return Path(settings.CONTENT_DIR)


def _read_folder(folder: str, kind: type[Value]) -> list[Value]:
    paths = sorted((_content_dir() / folder).glob("*.yaml"))
    return [_convert(_with_texts(_load(path)), kind, f"{folder}/{path.name}") for path in paths]


def _load(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def _with_texts(row: dict[str, Any]) -> dict[str, Any]:
    """Gather the language blocks under `texts`, also of the parts of a row, and read the ranges."""
    texts = {language: row[language] for language in LANGUAGES if language in row}
    rest = {key: value for key, value in row.items() if key not in LANGUAGES}
    for parts in PARTS & rest.keys():
        rest[parts] = [_with_texts(part) for part in rest[parts]]
    for name in SPANS & rest.keys():
        rest[name] = _span(rest[name])
    return {**rest, "texts": texts}


def _convert(row: dict[str, Any], kind: type[Value], where: str) -> Value:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as fault:
        raise ContentError(f"content/{where}: {fault}") from fault


def _span(text: str) -> dict[str, int]:
    """A range written "2-4" or "10"."""
    low, _, high = str(text).partition("-")
    return {"low": int(low), "high": int(high or low)}
