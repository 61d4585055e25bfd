"""The Spanish catalog as it stands in the sources, compiled or not."""

import io
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PO = Path(__file__).parents[2] / "everyrep" / "locale" / "es" / "LC_MESSAGES" / "django.po"


@cache
def spanish() -> GNUTranslations:
    compiled = io.BytesIO()
    with PO.open("rb") as file:
        write_mo(compiled, read_po(file, locale="es"))
    compiled.seek(0)
    return GNUTranslations(compiled)
