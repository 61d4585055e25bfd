"""A thread as both sides read it, and a message as it is typed: for the clinic's and the patient's pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from everyrep import clock, pictures
from everyrep.audit.actions import record_read
from everyrep.conversations import actions, queries
from everyrep.conversations.actions import Draft
from everyrep.conversations.queries import Kind, Said, Talk
from everyrep.core.plan import Plan
from everyrep.http import Request
from everyrep.library.queries import exercise_name, plain_exercise_name
from everyrep.prescribing.queries import chain
from everyrep.tenancy.viewer import NotFound, Role, Viewer
from everyrep.web.pages import language
from everyrep.web.uploads import passed_over

NAME_OF = "photo.jpg"  # what a saved photo is called; its own name is nobody's


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoShown:
    """A photo's address, and its shape so that the page does not jump."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidShown:
    """One thing in a thread. `read` and `settled` are words or ""; `note` is for the clinic alone."""

    id: UUID
    who: str
    mine: bool
    from_clinic: bool
    is_question: bool
    text: str
    exercise: str
    at: datetime
    photos: tuple[PhotoShown, ...]
    read: str
    read_at: datetime | None
    settled: str
    note: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkShown:
    """A thread on a page. `part` is where its list is asked for again, `state` what it was made of."""

    said: tuple[SaidShown, ...]
    last_number: int
    earlier: str
    part: str
    state: str
    patient_id: UUID

    @property
    def only_question(self) -> UUID | None:
        """The one thing that waits, where it is a question: then a reply answers it unless it says no."""
        waiting = [one for one in self.said if one.waits]
        return waiting[0].id if len(waiting) == 1 and waiting[0].is_question else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form as it is shown: empty, or as typed where something in it is wrong."""

    text: str = ""
    item_key: str = ""
    nonce: str = ""
    answers: tuple[str, ...] = ()


def fresh() -> Typed:
    return Typed(nonce=str(uuid4()))


def as_typed(request: HttpRequest) -> Typed:
    form = request.POST
    return Typed(
        text=form.get("text", ""),
        item_key=form.get("item_key", ""),
        nonce=form.get("nonce", "") or str(uuid4()),
        answers=tuple(form.getlist("answers")),
    )


def read_draft(request: HttpRequest) -> Draft:
    """The form as a draft; raises Invalid for a photo too large, NotFound for an answer to nothing."""
    form, seen = request.POST, request.POST.get("seen", "")
    if passed_over(request, actions.PHOTOS):
        raise pictures.too_large(actions.PHOTOS)
    return Draft(
        text=form.get("text", "").replace("\r\n", "\n"),
        item_key=form.get("item_key", ""),
        photos=cast("list[BinaryIO]", request.FILES.getlist(actions.PHOTOS)),
        answers=tuple(_id(answer) for answer in form.getlist("answers")),
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0,
        nonce=_nonce(form.get("nonce", "")),
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as no_id:
        raise NotFound("question") from no_id


def _nonce(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def moment(text: str) -> datetime | None:
    """The moment in an address; anything that is none asks for none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def read_talk(viewer: Viewer, patient_id: UUID, *, before: datetime | None = None) -> TalkShown:
    """The thread as the viewer opens it: that is a look, and a receipt for what nobody had read."""
    now = clock.now()
    actions.mark_read(by=viewer, patient_id=patient_id, now=now)
    record_read(by=viewer, what="messages", patient_id=patient_id, now=now)
    state = state_of(viewer, patient_id)
    return _shown(viewer, patient_id, queries.thread(viewer, patient_id, before=before), state)


def state_of(viewer: Viewer, patient_id: UUID) -> str:
    """What a page of this thread is made of, as an ETag."""
    return f'"{queries.state(viewer, patient_id)}.{language()}"'


def part(request: HttpRequest, viewer: Viewer, patient_id: UUID) -> HttpResponse:
    """The list alone, for a page that is open; 304 while nothing has changed. It keeps no session awake."""
    cast("Request", request).due = False
    if request.headers.get("If-None-Match") == state_of(viewer, patient_id):
        return HttpResponseNotModified()
    talk = read_talk(viewer, patient_id)
    return render(request, "messages/part.html", {"talk": talk, "typed": fresh(), "clinic": viewer.is_staff})


def photo(viewer: Viewer, patient_id: UUID, photo_id: UUID) -> HttpResponse:
    """The picture itself. Its kind is ours, whatever was sent; the look is in the audit."""
    row, content = queries.photo(viewer, patient_id, photo_id)
    record_read(by=viewer, what="photo", patient_id=patient_id, now=clock.now())
    headers = {"Content-Disposition": f'inline; filename="{NAME_OF}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=row.media_type, headers=headers)


def exercises_to_pin(viewer: Viewer, patient_id: UUID, zone: str) -> list[tuple[str, str]]:
    """The places of today's program with their exercises' names."""
    plan: Plan | None = chain(viewer, patient_id).on(clock.today_in(zone))
    name = _namer(viewer)
    return [(item.key, name(item.exercise)) for item in plan.items] if plan else []


def _shown(viewer: Viewer, patient_id: UUID, talk: Talk, state: str) -> TalkShown:
    here = {"patient_id": patient_id} if viewer.is_staff else {}
    names = ("clinic_thread", "clinic_thread_part") if viewer.is_staff else ("messages", "messages_part")
    page, list_alone = (reverse(name, kwargs=here) for name in names)
    return TalkShown(
        said=tuple(said_shown(viewer, patient_id, one) for one in talk.said),
        last_number=talk.last_number,
        earlier=f"{page}?before={talk.earlier:%Y-%m-%dT%H:%M:%S.%f}Z" if talk.earlier else "",
        part=list_alone,
        state=state,
        patient_id=patient_id,
    )


def said_shown(viewer: Viewer, patient_id: UUID, said: Said) -> SaidShown:
    """One thing in words."""
    return SaidShown(
        id=said.id,
        who=_who(said),
        mine=said.from_clinic is viewer.is_staff,
        from_clinic=said.from_clinic,
        is_question=said.kind is Kind.QUESTION,
        text=said.text,
        exercise=_namer(viewer)(said.exercise) if said.exercise else "",
        at=said.at,
        photos=_photos(viewer, patient_id, said),
        read=_read(viewer, said),
        read_at=said.read.read_at if said.read else None,
        settled=_settled(viewer, said),
        note=said.settled.note if said.settled and viewer.is_staff else "",
        waits=said.waits,
    )


def _namer(viewer: Viewer) -> Callable[[str], str]:
    name = exercise_name if viewer.is_staff else plain_exercise_name
    return lambda exercise: name(exercise, language())


def _photos(viewer: Viewer, patient_id: UUID, said: Said) -> tuple[PhotoShown, ...]:
    def address(photo_id: UUID) -> str:
        if viewer.is_staff:
            return reverse("clinic_photo", kwargs={"patient_id": patient_id, "photo_id": photo_id})
        return reverse("message_photo", kwargs={"photo_id": photo_id})

    return tuple(
        PhotoShown(address=address(one.id), width=one.width, height=one.height) for one in said.photos
    )


def _who(said: Said) -> str:
    name = {"name": said.name}
    if said.mine:
        return _("You")
    if said.role is Role.CAREGIVER:
        return _("%(name)s, who helps") % name
    if said.role is Role.LINK:
        return _("%(name)s, from a link") % name
    return said.name


def _read(viewer: Viewer, said: Said) -> str:
    """Who of the other side has read what the viewer's side said; nothing is said of one's own reading."""
    if said.from_clinic is not viewer.is_staff:
        return ""
    if said.read is None:
        return _("Not read yet")
    return _("Read by %(name)s") % {"name": said.read.reader_name}


def _settled(viewer: Viewer, said: Said) -> str:
    """What became of a question, and to the clinic also of a message that asks for no reply."""
    if said.settled is None:
        return _("Waiting for an answer") if said.kind is Kind.QUESTION else ""
    name = {"name": said.settled.by_name}
    if said.settled.message_id is not None:
        return _("Answered by %(name)s") % name
    return _("Seen to by %(name)s") % name if viewer.is_staff or said.kind is Kind.QUESTION else ""
