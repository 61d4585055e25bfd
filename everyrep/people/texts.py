"""What a text column can keep: PostgreSQL refuses longer texts and null characters, SQLite keeps both."""

from collections.abc import Mapping

from django.db import models

from everyrep.core.problems import N_, Problem

NUL = "\0"


def text_problems(model: type[models.Model], texts: Mapping[str, str]) -> list[Problem]:
    """What cannot be kept of these texts, by the name of their field; the lengths are the model's own."""
    found = [_problem(model, name, text.strip()) for name, text in texts.items()]
    return [problem for problem in found if problem is not None]


def _problem(model: type[models.Model], name: str, text: str) -> Problem | None:
    column = model._meta.get_field(name)
    most = column.max_length if isinstance(column, models.Field) else None
    if NUL in text:
        return Problem(name, N_("This holds a character that cannot be kept. Type the text again."))
    if most is not None and len(text) > most:
        return Problem(name, N_("At most %(most)s characters can be kept"), {"most": most})
    return None
