"""What the demo clinic and some of its patients write to each other, and when the clinic reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from everyrep.conversations.actions import Draft, mark_read, send
from everyrep.conversations.hours import set_hours
from everyrep.conversations.queries import Kind, thread
from everyrep.conversations.replies import save_reply
from everyrep.demo.care import Care
from everyrep.demo.words import WRITTEN
from everyrep.people.policy import Permission, may
from everyrep.tenancy.viewer import Viewer

WEEK = [("08:00", "18:00")] * 4 + [("08:00", "15:00")] + [("", "")] * 2
ANSWER_TIME = "within one working day"
SAVED = {
    "Scar and water": "Showers are fine once the wound is closed and dry. Baths and the pool wait until"
    " your surgeon or we have seen it.",
    "Sore the next day": "Some soreness the day after is usual. Above 5 out of 10 on the second morning,"
    " write or call, and do the short version until then.",
    "New appointment": "Please call the front desk for another time; they see the whole calendar.",
}
SKIN, DEEPER, THREAD = (214, 160, 128), (186, 120, 98), (120, 62, 58)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message, so many days before today at a time of the day. `words` is a name in words.WRITTEN.

    From the clinic where `clinic`: then it replies to all before it, and answers questions where `answers`.
    """

    days_ago: int
    at: time
    words: str
    clinic: bool = False
    answers: bool = False
    about_first: bool = False
    photo: bool = False


THREADS: dict[str, tuple[Line, ...]] = {  # by the id of a story
    "Rosa": (
        Line(days_ago=12, at=time(9, 20), words="welcome", clinic=True),
        Line(days_ago=12, at=time(12, 5), words="thanks"),
        Line(days_ago=5, at=time(19, 40), words="scar", photo=True),
        Line(days_ago=4, at=time(8, 35), words="scar_reply", clinic=True),
        Line(days_ago=1, at=time(17, 10), words="stairs_reply", clinic=True),
    ),
    "pain is rising": (
        Line(days_ago=6, at=time(16, 0), words="how_is_it", clinic=True),
        Line(days_ago=1, at=time(20, 15), words="worse", about_first=True),
    ),
    "keeps it up": (
        Line(days_ago=9, at=time(18, 20), words="trip"),
        Line(days_ago=8, at=time(10, 15), words="trip_reply", clinic=True),
    ),
    "asks and moves": (Line(days_ago=2, at=time(9, 5), words="click_reply", clinic=True, answers=True),),
    "loads three times a week": (Line(days_ago=3, at=time(7, 50), words="swollen"),),
}


def open_for_messages(owner: Viewer, ana: Viewer, now: datetime) -> None:
    """The clinic's hours and its saved replies."""
    set_hours(by=owner, typed=WEEK, answer_time=ANSWER_TIME, now=now)
    for title, text in SAVED.items():
        save_reply(by=ana, title=title, text=text, now=now)


def talked(
    care: Care, day: date, today: date, moment_of: Callable[[date, time], datetime]
) -> Iterator[datetime]:
    """The day's messages, each at its time; a patient without an account writes none."""
    if not may(care.way.viewer, Permission.WRITE_MESSAGES):
        return
    for line in THREADS.get(care.person.story.id, ()):
        if day == today - timedelta(days=line.days_ago):
            moment = moment_of(day, line.at)
            yield moment
            _write(care, day, line, moment)


def _write(care: Care, day: date, line: Line, now: datetime) -> None:
    by = care.therapist if line.clinic else care.way.viewer
    mark_read(by=by, patient_id=care.patient_id, now=now)
    plan = care.plan_on(day)
    before = thread(by, care.patient_id)
    asked = tuple(one.id for one in before.waiting if one.kind is Kind.QUESTION)
    draft = Draft(
        text=WRITTEN[line.words][care.person.details.language],
        item_key=plan.items[0].key if plan and line.about_first else "",
        photos=[BytesIO(knee())] if line.photo else (),
        answers=asked if line.answers else (),
        seen=before.last_number,
    )
    send(by=by, patient_id=care.patient_id, draft=draft, now=now)


def knee() -> bytes:
    """An invented photo: skin with a closed scar, drawn."""
    picture = Image.new("RGB", (900, 1200), SKIN)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((180, 330, 720, 900), fill=DEEPER)
    pen.line([(455, 360), (448, 520), (462, 700), (452, 860)], fill=THREAD, width=16)
    for height in range(390, 860, 44):
        pen.line([(425, height), (482, height + 6)], fill=THREAD, width=6)
    made = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(9)).save(made, "JPEG", quality=85)
    return made.getvalue()
