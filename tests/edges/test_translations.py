"""Every text is there in Spanish, with the same values in it."""

import gettext as reading
import re
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tools.messages import DOMAINS, WORDS, as_json, catalog_path, texts

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# One patient reads the server's pages, the app and the exercises: all of them say "usted".
SAYS_TU = re.compile(
    r"\b(?:tú|tus?|te|ti|contigo|tuy[oa]s?|puedes|quieres|tienes|necesitas|estás|eres|hiciste|elige)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", params=sorted(DOMAINS))
def domain(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def wanted(domain: str) -> dict[object, Message]:
    return texts(DOMAINS[domain]())


@pytest.fixture(scope="module")
def spanish(domain: str) -> Catalog:
    with catalog_path("es", domain).open("rb") as file:
        return read_po(file, locale="es", domain=domain)


def parts(text: Any) -> tuple[str, ...]:
    """The singular and plural forms of a message, or its one form."""
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def test_the_catalog_holds_the_texts_of_the_sources_and_no_others(
    wanted: dict[object, Message], spanish: Catalog
) -> None:
    found = set(texts(spanish))
    assert sorted(set(wanted) - found, key=str) == [], "run `make messages`, then translate"
    assert sorted(found - set(wanted), key=str) == [], "run `make messages`"


def test_every_text_is_translated_and_nobody_has_doubts_about_it(spanish: Catalog) -> None:
    open_ = [
        key for key, message in texts(spanish).items() if message.fuzzy or not all(parts(message.string))
    ]
    assert open_ == []


def test_a_translation_names_the_same_values_as_the_text(spanish: Catalog) -> None:
    wrong = []
    for message in texts(spanish).values():
        asked = set(PLACEHOLDER.findall(" ".join(parts(message.id))))
        plural_only = set(PLACEHOLDER.findall(parts(message.id)[-1]))
        for form in filter(None, parts(message.string)):
            named = set(PLACEHOLDER.findall(form))
            if not named <= asked or (not message.pluralizable and named != plural_only):
                wrong.append((message.id, form))
    assert wrong == []


def test_the_reader_is_called_usted_everywhere(spanish: Catalog) -> None:
    said = [form for message in texts(spanish).values() for form in parts(message.string)]
    assert [form for form in said if SAYS_TU.search(form)] == []


@pytest.mark.parametrize("domain", ["django"], indirect=True)
def test_texts_marked_in_python_in_templates_and_in_the_core_are_all_found(
    wanted: dict[object, Message],
) -> None:
    assert {(None, "Enter a name."), (None, "Skip to the content"), (None, "January")} <= set(wanted)
    assert (None, ("%(n)s minute", "%(n)s minutes")) in wanted


@pytest.mark.parametrize("domain", ["app"], indirect=True)
def test_the_app_reads_what_its_catalog_says(spanish: Catalog) -> None:
    assert (WORDS / "es.json").read_text(encoding="utf-8") == as_json(spanish)


def test_the_catalog_can_be_read_by_gettext(spanish: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, spanish)
    compiled.seek(0)
    assert reading.GNUTranslations(compiled).info()["language"] == "es"
