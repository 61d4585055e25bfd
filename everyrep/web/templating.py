"""The Jinja environment of every page: strict, escaped, translated, and aware of the library's labels."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_percent
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from everyrep.core.problems import N_, Problem
from everyrep.library import queries as library
from everyrep.people.access import account_of
from everyrep.web.assets import asset, sprite_url
from everyrep.web.dates import date_in_words
from everyrep.web.figures.showing import figure_shown
from everyrep.web.pages import SAID_SESSION_KEY
from everyrep.web.telephone import dialled, unbroken


def environment(**options: Any) -> Environment:
    """Called by Django once per process."""
    options["undefined"] = StrictUndefined
    made = Environment(  # noqa: S701 - Django passes autoescape=True
        **options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    made.globals["_"] = gettext  # Jinja's own goes through three calls for each of a page's hundreds of texts
    made.globals.update(
        N_=N_,
        account_of=account_of,
        asset=asset,
        figure_shown=figure_shown,
        heard=heard,
        sprite_url=sprite_url,
        static=static,
        url=url,
        label=label,
        exercise_name=exercise_name,
        get_language=translation.get_language,
        get_language_bidi=translation.get_language_bidi,
        demo=settings.DEMO,
        idle_minutes=settings.STAFF_IDLE_MINUTES,
        languages=settings.LANGUAGES,
        photo_bytes=settings.PHOTO_BYTES,
        photos_most=settings.PHOTOS_MOST,
    )
    made.filters.update(
        day=day,
        short_day=short_day,
        weekday=weekday,
        moment=moment,
        percent=percent,
        problem=problem,
        dialled=dialled,
        unbroken=unbroken,
    )
    return made


def heard(request: HttpRequest) -> list[str]:
    """What the last action asked this page to say; said once. Pages for strangers have nothing to say."""
    if SAID_SESSION_KEY not in request.session:
        return []
    said: list[str] = request.session.pop(SAID_SESSION_KEY)
    return said


def gettext(text: str, **values: object) -> Markup:
    """The text in the reader's language, its values escaped and filled in: Jinja's newstyle `_`."""
    said = _translated(text, _language())
    return said % values if "%" in said else said


@lru_cache(maxsize=8192)
def _translated(text: str, _: str) -> Markup:
    """In the language that is active; it is named so that each has its own."""
    return Markup(translation.gettext(text))  # noqa: S704 - the texts are the templates' own


def url(name: str, **arguments: object) -> str:
    """The address of a named route."""
    return _address(name, tuple(arguments.items()))


@lru_cache(maxsize=4096)
def _address(name: str, arguments: tuple[tuple[str, object], ...]) -> str:
    return reverse(name, kwargs=dict(arguments))


def _language() -> str:
    return translation.get_language() or "en"


def label(vocabulary: str, value: str) -> str:
    """A vocabulary value in the reader's language."""
    return library.label(vocabulary, value, _language())


def exercise_name(exercise_id: str) -> str:
    return library.exercise_name(exercise_id, _language())


def day(value: date) -> str:
    """12 November 2026"""
    return date_in_words(value, "long", _language())


def short_day(value: date) -> str:
    """12 Nov"""
    return date_in_words(value, "d MMM", _language())


def weekday(value: date) -> str:
    """Thu"""
    return date_in_words(value, "EEE", _language())


@pass_context
def moment(context: Context, value: datetime) -> str:
    """A moment in the viewer's zone, such as 12 Nov 2026, 14:05."""
    zone = ZoneInfo(context["request"].viewer.zone)
    return format_datetime(value, format="d MMM y, HH:mm", tzinfo=zone, locale=_language())


def percent(share: float) -> str:
    """A share as a whole percent: 0.86 is 86%."""
    return format_percent(share, format="#,##0%", locale=_language())


def problem(value: Problem) -> str:
    """A problem's text, translated, with its values filled in."""
    return translation.gettext(value.text) % value.values
