"""Keep the message catalogs in step with the texts in the sources.

    python tools/messages.py check | update

check fails when a catalog lacks a text of the sources or holds one that is no longer there; update mends
them and leaves new texts untranslated. In Python and templates texts are marked with _(), gettext(),
ngettext(), N_() and Phrase(), and go to django.po; in TypeScript with _() and ngettext(), and go to app.po,
whose translations the app reads from frontend/src/words/<language>.json, written by update too.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "everyrep" / "locale"
FRONTEND = ROOT / "frontend" / "src"
WORDS = FRONTEND / "words"
KEYWORDS = ("N_", "Phrase:1,2")  # besides gettext and its relatives, which Babel knows
LINE_WIDTH = 100

TEXT = r'"(?:[^"\\\n]|\\.)*"' + "|" + r"'(?:[^'\\\n]|\\.)*'"
CALL = re.compile(r"(?<![\w$.])(?P<name>_|ngettext)\(\s*")
ARGUMENTS = re.compile(rf"(?P<one>{TEXT})\s*(?:,\s*(?P<several>{TEXT})\s*)?(?=[,)])")


def of_server() -> Catalog:
    """Every text of Python and the templates that is marked for translation."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "django.pot"
        keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
        mapping = f"--mapping={LOCALE / 'babel.cfg'}"
        with chdir(ROOT):  # so that the catalogs name sources as the repository does
            CommandLineInterface().run(
                ["pybabel", "--quiet", "extract", mapping, *keywords, f"--output={pot}", "everyrep"]
            )
        return _read(pot)


def of_app() -> Catalog:
    """Every text of the TypeScript sources that is marked for translation.

    Read by a pattern: Babel's own JavaScript reader loses its way in templates within templates. A text that
    is not written out in one piece ends the run, for nobody could translate it.
    """
    catalog = Catalog(domain="app")
    for path in sorted(FRONTEND.rglob("*.ts")):
        if path.parent != WORDS:
            name = path.relative_to(ROOT).as_posix()
            for line, message in _texts_in(path.read_text(encoding="utf-8"), name):
                catalog.add(message, locations=[(name, line)])
    return catalog


def _texts_in(source: str, name: str) -> Iterator[tuple[int, str | tuple[str, str]]]:
    for call in CALL.finditer(source):
        line = source.count("\n", 0, call.start()) + 1
        found = ARGUMENTS.match(source, call.end())
        if found is None or (call["name"] == "ngettext") is (found["several"] is None):
            sys.exit(f"{name}:{line}: write out the text of {call['name']}() in one piece")
        one = _literal(found["one"])
        yield line, (one, _literal(found["several"])) if found["several"] else one


def _literal(text: str) -> str:
    inside = text[1:-1] if text[0] == '"' else text[1:-1].replace("\\'", "'").replace('"', '\\"')
    return str(json.loads(f'"{inside}"'))


DOMAINS: dict[str, Callable[[], Catalog]] = {"django": of_server, "app": of_app}


def languages() -> list[str]:
    return sorted(folder.parent.name for folder in LOCALE.glob("*/LC_MESSAGES"))


def catalog_path(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def texts(catalog: Catalog) -> dict[object, Message]:
    """The catalog's messages by their identity, without the header."""
    return {(message.context, message.id): message for message in catalog if message.id}


def as_json(catalog: Catalog) -> str:
    """What is translated, as the app reads it: a text, or the texts of each plural form."""
    found: dict[str, str | list[str]] = {}
    for message in catalog:
        if not message.id or not message.string or not all(message.string):
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        found[name] = message.string if isinstance(message.string, str) else list(message.string)
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=2) + "\n"


def check() -> int:
    stale = 0
    for domain, sources in DOMAINS.items():
        wanted = set(texts(sources()))
        for language in languages():
            path = catalog_path(language, domain)
            found = set(texts(_read(path)))
            for key in sorted(wanted ^ found, key=str):
                stale = 1
                print(f"{path}: {'lacks' if key in wanted else 'no longer needs'} {key}")
    for language in languages():
        path = WORDS / f"{language}.json"
        written = path.read_text(encoding="utf-8") if path.exists() else ""
        if written != as_json(_read(catalog_path(language, "app"))):
            stale = 1
            print(f"{path}: is not what app.po says")
    if stale:
        print("Run `make messages`, then translate what is new.")
    return stale


def update() -> int:
    for domain, sources in DOMAINS.items():
        current = sources()
        for language in languages():
            _update(catalog_path(language, domain), current)
    for language in languages():
        catalog = _read(catalog_path(language, "app"))
        (WORDS / f"{language}.json").write_text(as_json(catalog), encoding="utf-8")
    return 0


def _update(path: Path, current: Catalog) -> None:
    catalog = _read(path)
    made_at = catalog.creation_date
    catalog.update(current, no_fuzzy_matching=True)
    catalog.creation_date = made_at
    with path.open("wb") as file:
        write_po(file, catalog, width=LINE_WIDTH, ignore_obsolete=True, include_lineno=False)


def _read(path: Path) -> Catalog:
    language = None if path.suffix == ".pot" else path.parent.parent.name
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=path.stem)


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["update"]):
        sys.exit("usage: messages.py check | update")
    sys.exit(check() if sys.argv[1] == "check" else update())
