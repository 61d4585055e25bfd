"""Pictures that people send: made anew, so that only the picture is kept, under a random name.

Nothing of the sent file is stored: not its name, its kind, its metadata (place and camera), nor any bytes
behind the picture. Sizes are settings: PHOTO_BYTES, PHOTO_PIXELS, PHOTO_EDGE, PHOTOS_MOST.
"""

import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from everyrep.core.problems import N_, Invalid, invalid

READ = ("JPEG", "PNG", "WEBP")  # the only decoders that a sent file ever reaches
MEDIA_TYPE, ENDING, QUALITY = "image/jpeg", "jpg", 85
WHITE = (255, 255, 255)
MB = 1_000_000

_one_at_a_time = (
    Lock()
)  # a large picture takes 150 MB while it is read: several at once would take the machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo made anew: JPEG, no metadata. `width` and `height` in pixels."""

    content: bytes
    width: int
    height: int


def picture_of(sent: BinaryIO, field: str) -> Picture:
    """The picture in a sent file. Raises Invalid on `field` for what is too large, no photo, or not whole."""
    content = sent.read(settings.PHOTO_BYTES + 1)
    if len(content) > settings.PHOTO_BYTES:
        raise too_large(field)
    with _one_at_a_time, _whole_ones_only():
        return _made_anew(content, field)


@contextmanager
def _whole_ones_only() -> Iterator[None]:
    """WeasyPrint, once it is loaded, has Pillow take half a picture for a whole one in the whole process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def too_large(field: str) -> Invalid:
    most = settings.PHOTO_BYTES // MB
    return invalid(field, N_("This photo is larger than %(most)s MB. Send a smaller one."), most=most)


def _too_many_pixels(field: str) -> Invalid:
    text = N_("This photo has more than %(most)s megapixels. Send a smaller one.")
    return invalid(field, text, most=settings.PHOTO_PIXELS // MB)


def _made_anew(content: bytes, field: str) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture that Pillow only warns of is refused or read below
            with Image.open(BytesIO(content), formats=READ) as opened:
                return _encoded(opened, field)
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels(field) from None
    except UnidentifiedImageError:
        raise invalid(field, N_("This is no photo that can be read. Send a JPEG, PNG or WebP.")) from None
    except Exception as fault:  # whatever a broken or hostile file makes a decoder raise
        text = N_("This photo is damaged or not whole. Take it again, or send another.")
        raise invalid(field, text) from fault


def _encoded(opened: Image.Image, field: str) -> Picture:
    """Upright, at most PHOTO_EDGE pixels on its longer edge, on white where it was transparent."""
    if opened.width * opened.height > settings.PHOTO_PIXELS:
        raise _too_many_pixels(field)
    edge = settings.PHOTO_EDGE
    opened.draft("RGB", (edge, edge))  # a JPEG is read at a fraction of its size
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((edge, edge))
    plain = Image.new("RGB", upright.size, WHITE)
    plain.paste(upright, mask=upright)
    made = BytesIO()
    plain.save(made, "JPEG", quality=QUALITY, optimize=True)
    return Picture(content=made.getvalue(), width=plain.width, height=plain.height)


def storage() -> Storage:
    """Where photos lie: a folder of the installation, or what its settings name instead."""
    return storages["photos"]


def file(picture: Picture) -> str:
    """Store a picture under a name that nobody can guess, and return it."""
    token = secrets.token_urlsafe(32)
    return storage().save(f"{token[:2]}/{token}.{ENDING}", ContentFile(picture.content))


def content_of(name: str) -> bytes:
    """The file's content; raises FileNotFoundError."""
    with storage().open(name) as stored:
        content: bytes = stored.read()
        return content


def remove(name: str) -> None:
    storage().delete(name)
