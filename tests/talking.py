"""Messages in tests: writing, asking in the app, and photos as they come from phones and from worse."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from conftest import NOW, ClinicWorld, make_operation
from PIL import Image

from everyrep.conversations.actions import Draft, send
from everyrep.conversations.models import Message
from everyrep.logbook.actions import receive
from everyrep.tenancy.viewer import Viewer


def writes(world: ClinicWorld, by: Viewer, text: str, now: datetime = NOW, **more: Any) -> Message:
    photos = [BytesIO(photo) for photo in more.pop("photos", ())]
    draft = Draft(text=text, photos=photos, **more)
    return send(by=by, patient_id=world.patient.id, draft=draft, now=now)


def replies(world: ClinicWorld, text: str, now: datetime = NOW, **more: Any) -> Message:
    """Ana, with all before her that is there."""
    return writes(world, world.ana, text, now, **{"seen": 999, **more})


def asks(world: ClinicWorld, text: str, now: datetime = NOW, *, item_key: str = "", **changes: Any) -> UUID:
    """Rosa asks in the app; the question's entry."""
    body = {"type": "question", "text": text, "item_key": item_key}
    op = make_operation(uuid4(), "none", **{"body": body, "schema_v": 2, "program_rev": None, **changes})
    receive(by=world.rosa, patient_id=world.patient.id, ops=[op], now=now)
    return UUID(op["entry_id"])


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", **more: Any) -> bytes:
    """A plain reddish picture, in any of Pillow's formats."""
    made = BytesIO()
    Image.new("RGB", size, (180, 90, 60)).save(made, kind, **more)
    return made.getvalue()


def with_place() -> bytes:
    """A photo as a phone takes it: turned on its side, with the place, the camera and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right
    exif[0x010F] = "Camera of Rosa"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 26.0, 46.0), 3: "W", 4: (79.0, 58.0, 56.0)})
    return photo((60, 40), exif=exif, comment=b"taken at home")
