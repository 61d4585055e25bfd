"""Photos: made anew without a trace of place or camera; what is no photo is refused, nothing of it kept."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, ClinicWorld
from django.conf import settings as configured
from PIL import Image
from talking import photo, with_place, writes

from everyrep.conversations import actions
from everyrep.conversations.models import Photo
from everyrep.conversations.queries import photo as photo_of
from everyrep.conversations.queries import thread
from everyrep.core.problems import Invalid
from everyrep.pictures import content_of, picture_of
from everyrep.tenancy.viewer import NotFound

pytestmark = pytest.mark.usefixtures("own_photos")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def kept_files() -> list[Path]:
    folder = Path(configured.STORAGES["photos"]["OPTIONS"]["location"])
    return [path for path in folder.rglob("*") if path.is_file()]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it holds 2.5 gigapixels."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * 4_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_of_photo_becomes_a_jpeg_of_its_own_size(kind: str) -> None:
    made = picture_of(BytesIO(photo((60, 40), kind)), "photos")
    with Image.open(BytesIO(made.content)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (60, 40))
        red, green, blue = opened.getpixel((30, 20))  # type: ignore[misc]
    assert abs(red - 180) + abs(green - 90) + abs(blue - 60) < 20


def test_place_camera_and_comment_are_gone_and_the_photo_stands_upright() -> None:
    sent = with_place()
    assert b"Camera of Rosa" in sent
    made = picture_of(BytesIO(sent), "photos")
    with Image.open(BytesIO(made.content)) as opened:
        assert opened.size == (40, 60)
        assert not opened.getexif()
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Camera" not in made.content
    assert b"home" not in made.content


def test_a_large_photo_is_made_smaller() -> None:
    made = picture_of(BytesIO(photo((4000, 3000))), "photos")
    assert (made.width, made.height) == (2000, 1500)


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    made = picture_of(BytesIO(photo() + HTML + b"PK\x03\x04 a zip"), "photos")
    assert b"script" not in made.content
    assert b"PK" not in made.content


def test_transparent_parts_are_white() -> None:
    sent = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(sent, "PNG")
    sent.seek(0)
    with Image.open(BytesIO(picture_of(sent, "photos").content)) as opened:
        assert opened.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG, "no photo"),
        (HTML, "no photo"),
        (b"", "no photo"),
        (b"\xff\xd8\xff\xe0" + HTML, "damaged"),
        (photo((60, 40), "GIF"), "no photo"),
        (photo((60, 40), "TIFF"), "no photo"),
        (photo((900, 900))[:2000], "damaged"),
        (photo((900, 900), "PNG")[:1500], "damaged"),
        (bomb(), "megapixels"),
    ],
    ids=["svg", "html", "empty", "html-as-jpeg", "gif", "tiff", "half-a-jpeg", "half-a-png", "bomb"],
)
def test_what_is_no_whole_photo_is_refused_and_nothing_is_kept(
    world: ClinicWorld, content: bytes, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        writes(world, world.rosa, "The scar.", photos=[photo(), content])
    assert [problem.field for problem in refused.value.problems] == ["photos"]
    assert said in str(refused.value)
    assert kept_files() == []
    assert thread(world.ana, world.patient.id).said == ()


def test_half_a_photo_is_refused_also_where_printing_is_more_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    with pytest.raises(Invalid, match="damaged"):
        picture_of(BytesIO(photo((900, 900))[:2000]), "photos")


def test_too_many_bytes_pixels_or_photos_are_refused(world: ClinicWorld, settings: Any) -> None:
    settings.PHOTO_BYTES = 2_000_000
    with pytest.raises(Invalid, match="larger than 2 MB"):
        writes(world, world.rosa, "", photos=[photo() + b"\0" * 2_000_000])
    settings.PHOTO_PIXELS = 1_000_000
    with pytest.raises(Invalid, match="more than 1 megapixels"):
        writes(world, world.rosa, "", photos=[photo((1001, 1000))])
    with pytest.raises(Invalid, match="At most 4 photos"):
        writes(world, world.rosa, "", photos=[photo()] * 5)


def test_photos_lie_under_names_nobody_can_guess_and_come_back_to_their_patient_alone(
    world: ClinicWorld, neighbour: ClinicWorld
) -> None:
    writes(world, world.rosa, "", photos=[photo(), photo((30, 30))])
    first, second = thread(world.ana, world.patient.id).said[0].photos
    assert (first.number, second.number, second.width) == (1, 2, 30)
    assert len(Path(first.name).stem) >= 43  # 256 bits
    row, content = photo_of(world.rosa, world.patient.id, first.id)
    assert (row.media_type, content) == ("image/jpeg", content_of(first.name))
    assert len(content) == row.size
    for stranger, patient_id in ((neighbour.ana, world.patient.id), (neighbour.rosa, neighbour.patient.id)):
        with pytest.raises(NotFound):
            photo_of(stranger, patient_id, first.id)


def test_files_are_their_owners_alone(world: ClinicWorld) -> None:
    writes(world, world.rosa, "", photos=[photo()])
    assert [oct(path.stat().st_mode & 0o777) for path in kept_files()] == ["0o600"]


def test_a_message_that_fails_leaves_no_file_behind(
    world: ClinicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "_record", fails)
    with pytest.raises(OSError, match="full"):
        writes(world, world.rosa, "", photos=[photo()])
    assert kept_files() == []
    assert not Photo.objects.in_clinic(world.clinic.id).exists()


def test_a_photo_whose_file_is_gone_is_absent(world: ClinicWorld) -> None:
    writes(world, world.rosa, "", photos=[photo()], now=NOW)
    [found] = thread(world.ana, world.patient.id).said[0].photos
    kept_files()[0].unlink()
    with pytest.raises(NotFound):
        photo_of(world.ana, world.patient.id, found.id)
