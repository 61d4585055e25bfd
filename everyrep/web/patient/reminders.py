"""The patient's reminders: which way, when, how often, when not; the calendar; a try."""

from dataclasses import dataclass
from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from everyrep import clock
from everyrep.audit.actions import record_read
from everyrep.core.problems import N_, Invalid, Problem
from everyrep.core.reminding import OFF, ROUTINE, WEEKLY_CAPS, Quiet
from everyrep.core.schedule import parse_local_date
from everyrep.people.policy import Permission
from everyrep.reminders import actions
from everyrep.reminders.queries import ReminderSettings, reminder_settings
from everyrep.tenancy.viewer import Role, Viewer
from everyrep.web.pages import page, say

OWN_TIME = "at"
ADDRESS_SESSION_KEY = "everyrep_calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form as it is shown: as kept, or as typed where something in it is wrong."""

    push: bool
    email: bool
    sms: bool
    phone: str
    sessions: tuple[tuple[str, str], ...]
    quiet_first: str
    quiet_last: str
    weekly_cap: str
    again: bool
    paused_until: str


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.SET_REMINDERS)
def reminders_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Everything about reminders on one page; what is typed stays until it can be kept."""
    now = clock.now()
    found = reminder_settings(viewer, now)
    typed, problems = _as_kept(found), {}
    if request.method == "POST":
        typed = _as_typed(request, found)
        try:
            actions.choose(by=viewer, choices=_read(typed), now=now)
        except Invalid as fault:
            problems = {problem.field: problem for problem in fault.problems}
        else:
            say(request, _("Saved."))
            return redirect("reminders")
    else:
        record_read(by=viewer, what="reminders", patient_id=viewer.patient_id, now=now)
    context = _context(request, viewer, found, typed, problems)
    return render(request, "patient/reminders.html", context, status=422 if problems else 200)


def _context(
    request: HttpRequest,
    viewer: Viewer,
    found: ReminderSettings,
    typed: Typed,
    problems: dict[str, Problem],
) -> dict[str, object]:
    return {
        "found": found,
        "offered": {channel.value for channel in found.offered},
        "typed": typed,
        "problems": problems,
        "caps": WEEKLY_CAPS,
        "by_link": viewer.role is Role.LINK,
        "address": request.session.pop(ADDRESS_SESSION_KEY, ""),
    }


def _as_kept(found: ReminderSettings) -> Typed:
    row = found.row
    return Typed(
        push=row.push,
        email=row.email,
        sms=row.sms,
        phone=row.phone,
        sessions=tuple(_shown(session.choice) for session in found.sessions),
        quiet_first=row.quiet_first.strftime("%H:%M"),
        quiet_last=row.quiet_last.strftime("%H:%M"),
        weekly_cap=str(row.weekly_cap),
        again=row.again,
        paused_until=row.paused_until.isoformat() if row.paused_until else "",
    )


def _shown(choice: str) -> tuple[str, str]:
    return (choice, "") if choice in (ROUTINE, OFF) else (OWN_TIME, choice)


def _as_typed(request: HttpRequest, found: ReminderSettings) -> Typed:
    form = request.POST
    return Typed(
        push="push" in form,
        email="email" in form,
        sms="sms" in form,
        phone=form.get("phone", "").strip(),
        sessions=tuple(
            (form.get(f"when-{one.index}", ROUTINE), form.get(f"session-{one.index}", "").strip())
            for one in found.sessions
        ),
        quiet_first=form.get("quiet_first", "").strip(),
        quiet_last=form.get("quiet_last", "").strip(),
        weekly_cap=form.get("weekly_cap", "").strip(),
        again="again" in form,
        paused_until=form.get("paused_until", "").strip(),
    )


def _read(typed: Typed) -> actions.Choices:
    """The form as values; raises Invalid with every field that is none."""
    problems: list[Problem] = []
    quiet_first, quiet_last = (
        _clock(name, getattr(typed, name), problems) for name in ("quiet_first", "quiet_last")
    )
    cap = _number("weekly_cap", typed.weekly_cap, problems)
    paused_until = _day("paused_until", typed.paused_until, problems)
    if problems:
        raise Invalid(problems)
    return actions.Choices(
        push=typed.push,
        email=typed.email,
        sms=typed.sms,
        phone=actions.phone_as_typed(typed.phone),
        sessions=tuple(_choice(when, at) for when, at in typed.sessions),
        quiet=Quiet(first=quiet_first, last=quiet_last),
        weekly_cap=cap,
        again=typed.again,
        paused_until=paused_until,
    )


def _choice(when: str, at: str) -> str:
    if when == OWN_TIME:
        return at
    return OFF if when == OFF else ROUTINE


def _clock(name: str, text: str, problems: list[Problem]) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        fault = N_('"%(typed)s" is no time of day; write it like 08:30.')
        problems.append(Problem(name, fault, {"typed": text}))
        return time.min


def _number(name: str, text: str, problems: list[Problem]) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 3:
        return int(text)
    values: dict[str, object] = {"low": WEEKLY_CAPS[0], "high": WEEKLY_CAPS[-1]}
    problems.append(Problem(name, N_("Choose a whole number from %(low)s to %(high)s."), values))
    return 0


def _day(name: str, text: str, problems: list[Problem]) -> date | None:
    try:
        return parse_local_date(text, name) if text else None
    except Invalid as fault:
        problems += fault.problems
        return None


@require_POST
@page(Permission.SET_REMINDERS)
def stop_all(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Nothing is sent any more, at once."""
    actions.stop_all(by=viewer, now=clock.now())
    say(request, _("Reminders are off."))
    return redirect("reminders")


@require_POST
@page(Permission.SET_REMINDERS)
def try_now(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """One message by each way that was chosen."""
    try:
        actions.try_now(by=viewer, now=clock.now())
    except Invalid as fault:
        say(request, _(fault.problems[0].text) % fault.problems[0].values)
    else:
        say(request, _("It is on its way: within a minute."))
    return redirect("reminders")


@require_POST
@page(Permission.SET_REMINDERS)
def calendar_address(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A new address, shown once, or none any more."""
    if request.POST.get("do") == "close":
        actions.close_calendar(by=viewer, now=clock.now())
        say(request, _("The calendar address is closed."))
    else:
        token = actions.open_calendar(by=viewer, names="names" in request.POST, now=clock.now())
        request.session[ADDRESS_SESSION_KEY] = request.build_absolute_uri(f"/calendar/{token}.ics")
    return redirect("reminders")
