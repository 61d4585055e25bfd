"""Keep the message catalogs in step with the texts in the sources.

    python tools/messages.py check | update

check fails when a catalog lacks a text of the sources or holds one that is no longer there; update mends
both and leaves new texts untranslated. Texts are marked with _(), gettext(), ngettext(), N_() and Phrase().
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "everyrep" / "locale"
KEYWORDS = ("N_", "Phrase:1,2")  # besides gettext and its relatives, which Babel knows
LINE_WIDTH = 100


def template() -> Catalog:
    """Every text of the sources that is marked for translation."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "django.pot"
        keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
        mapping = f"--mapping={LOCALE / 'babel.cfg'}"
        with chdir(ROOT):  # so that the catalogs name sources as the repository does
            CommandLineInterface().run(
                ["pybabel", "--quiet", "extract", mapping, *keywords, f"--output={pot}", "everyrep"]
            )
        return _read(pot)


def catalogs() -> Iterator[Path]:
    yield from sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def texts(catalog: Catalog) -> dict[object, Message]:
    """The catalog's messages by their identity, without the header."""
    return {(message.context, message.id): message for message in catalog if message.id}


def check() -> int:
    wanted = set(texts(template()))
    stale = 0
    for path in catalogs():
        found = set(texts(_read(path)))
        for key in sorted(wanted ^ found, key=str):
            stale = 1
            print(f"{path}: {'lacks' if key in wanted else 'no longer needs'} {key}")
    if stale:
        print("Run `make messages`, then translate what is new.")
    return stale


def update() -> int:
    current = template()
    for path in catalogs():
        catalog = _read(path)
        made_at = catalog.creation_date
        catalog.update(current, no_fuzzy_matching=True)
        catalog.creation_date = made_at
        with path.open("wb") as file:
            write_po(file, catalog, width=LINE_WIDTH, ignore_obsolete=True, include_lineno=False)
    return 0


def _read(path: Path) -> Catalog:
    language = None if path.suffix == ".pot" else path.parent.parent.name
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["update"]):
        sys.exit("usage: messages.py check | update")
    sys.exit(check() if sys.argv[1] == "check" else update())
