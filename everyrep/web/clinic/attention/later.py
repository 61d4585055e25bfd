"""What can wait for the next review, as HTML: in a template it would cost most of the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from everyrep.web.clinic.attention.rows import Group, Line

LINE = (
    '<li><span>%s <span class="soft small">%s · %s</span></span>'
    '<a class="later__step" href="%s">%s</a><a class="later__step soft" href="%s">%s</a></li>'
)
GROUP = '<li class="later__one"><a class="later__name" href="%s" data-need>%s</a>%s</li>'


def later_lines(lines: Iterable[Line]) -> Markup:
    """One line each: what is so, its next step, and the way to the rest."""
    more = escape(_("More"))
    return Markup(f'<ul class="later__lines">{"".join(_line(line, more) for line in lines)}</ul>')  # noqa: S704


def later_groups(groups: Iterable[Group]) -> Markup:
    """Patient by patient."""
    rows = (GROUP % (group.href, escape(group.name), later_lines(group.lines)) for group in groups)
    return Markup("".join(rows))  # noqa: S704


def _line(line: Line, more: Markup) -> str:
    """Everything that came from people is escaped; addresses are made of ids."""
    address = line.address
    said = (escape(line.text), escape(line.age), escape(line.owner))
    return LINE % (*said, line.href or address, escape(line.step_words), address, more)
