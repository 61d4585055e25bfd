"""Reading a printed sheet back: its words, its shapes in millimetres, its QR codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import segno
from pypdf import PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

MM_PER_PT = 25.4 / 72
TOKEN = re.compile(r"(?:[0-9A-Z]{5}-\s?){5}[0-9A-Z]\b")


@dataclass(frozen=True, slots=True)
class Shape:
    """The bounds of one drawn shape, its stroke included: mm from the top left of the page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2


class Printed:
    """A PDF as a person, a printer and a camera would find it."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(BytesIO(data))
        self.drawn = pypdfium2.PdfDocument(data)
        self.pages = [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    def sizes(self) -> set[tuple[float, float]]:
        """The pages' sizes in mm."""
        boxes = (page.mediabox for page in self.reader.pages)
        return {(round(float(b.width) * MM_PER_PT, 1), round(float(b.height) * MM_PER_PT, 1)) for b in boxes}

    def token(self) -> str:
        """The code printed beside the QR."""
        found = TOKEN.search(self.pages[0])
        assert found, self.pages[0]
        return found.group().replace(" ", "")

    def shapes(self, page: int) -> Iterator[Shape]:
        height = self.drawn[page].get_height()
        for thing in self.drawn[page].get_objects(filter=[FPDF_PAGEOBJ_PATH], max_depth=6):
            left, bottom, right, top = thing.get_bounds()
            yield Shape(*(v * MM_PER_PT for v in (left, height - top, right - left, top - bottom)))

    def shows_qr(self, page: int, text: str) -> bool:
        """Whether the dark modules of this text's code (error level M) are somewhere on the page."""
        wanted = [
            [bool(module) for module in row] for row in segno.make(text, error="m", boost_error=False).matrix
        ]
        return any(self._modules(page, shape, len(wanted)) == wanted for shape in self._squares(page))

    def _squares(self, page: int) -> list[Shape]:
        return [s for s in self.shapes(page) if abs(s.w - s.h) < 0.1 and s.w > 9]

    def _modules(self, page: int, code: Shape, count: int) -> list[list[bool]]:
        """The colour in the middle of each module, as a camera samples it."""
        scale = 6.0
        picture = self.drawn[page].render(scale=scale, grayscale=True).to_pil()
        step, per_mm = code.w / count, scale / MM_PER_PT

        def dark(x: int, y: int) -> bool:
            place = (int((code.x + (x + 0.5) * step) * per_mm), int((code.y + (y + 0.5) * step) * per_mm))
            return bool(picture.getpixel(place) < 128)

        return [[dark(x, y) for x in range(count)] for y in range(count)]
