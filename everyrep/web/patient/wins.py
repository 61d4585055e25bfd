"""Small wins, and the steps on the way to the goal, in the patient's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from everyrep import clock
from everyrep.core.wins import Win, WinKind
from everyrep.people.policy import Permission
from everyrep.prescribing.actions.milestones import mark_milestone
from everyrep.tenancy.viewer import Viewer
from everyrep.web.pages import page, say

FRESH = timedelta(days=7)  # product default: so long a win is named on top, then it moves to the earlier ones


@dataclass(frozen=True, slots=True, kw_only=True)
class WinShown:
    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WinsShown:
    """Of the newest days, and before: each win is in one of the two."""

    fresh: tuple[WinShown, ...]
    earlier: tuple[WinShown, ...]


def wins_shown(found: Sequence[Win], today: date) -> WinsShown:
    shown = [(win, WinShown(on=win.on, words=win_in_words(win))) for win in found]
    return WinsShown(
        fresh=tuple(one for win, one in shown if today - win.on < FRESH),
        earlier=tuple(one for win, one in shown if today - win.on >= FRESH),
    )


def win_in_words(win: Win) -> str:
    match win.kind:
        case WinKind.PRACTICE_DAYS if win.amount == 1:
            return _("Your first day of practice is logged.")
        case WinKind.PRACTICE_DAYS:
            return _("%(n)s days of practice so far.") % {"n": win.amount}
        case WinKind.ON_TRACK_WEEK:
            return _("Your first week with most of the plan done.")
        case WinKind.PAIN_LOWER:
            text = ngettext(
                "Pain while exercising is about %(n)s point lower than at the start.",
                "Pain while exercising is about %(n)s points lower than at the start.",
                win.amount,
            )
            return text % {"n": win.amount}
        case WinKind.BACK_AGAIN:
            return _("You came back after a break. That counts.")


@require_POST
@page(Permission.SEE_PROGRESS)
def mark_step(request: HttpRequest, viewer: Viewer, milestone_id: UUID) -> HttpResponse:
    """A step to the goal, reached today or, with `reached` empty, not yet."""
    reached_on = clock.today_in(viewer.zone) if request.POST.get("reached") else None
    mark_milestone(by=viewer, milestone_id=milestone_id, reached_on=reached_on, now=clock.now())
    say(request, _("Saved."))
    return redirect("progress")
