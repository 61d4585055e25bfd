"""What an author has typed and chosen on the page of a movement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from everyrep.core.problems import N_, invalid
from everyrep.figures import studio
from everyrep.figures.drawing import STYLES
from everyrep.figures.preview import Look

DEGREES = N_("whole degrees are expected here, such as 45 or -20")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The form as it stands; `limit` as it was typed."""

    text: str
    demonstrator: str
    side: Literal["right", "left"] = "right"
    limit: str = ""
    style: str = "colour"
    muscles: bool = False

    def look(self) -> Look:
        """Raises Invalid, field `limit`."""
        return Look(
            demonstrator=self.demonstrator,
            side=self.side,
            limit=degrees(self.limit) if self.limit else None,
            muscles=self.muscles,
        )


def asked(form: Mapping[str, str], text: str) -> Asked:
    """The form, with the usual choice for what was not sent and `text` where no text was.

    Browsers send CRLF at the ends of lines.
    """
    style = form.get("style", "")
    return Asked(
        text=form.get("text", text).replace("\r\n", "\n"),
        demonstrator=studio.demonstrator(form.get("demonstrator", "")) or "",
        side="left" if form.get("side") == "left" else "right",
        limit=form.get("limit", "").strip(),
        style=style if style in STYLES else "colour",
        muscles="muscles" in form,
    )


def degrees(typed: str) -> int:
    """Raises Invalid."""
    try:
        return int(typed.removesuffix("°").strip().replace("−", "-"))
    except ValueError:
        raise invalid("limit", DEGREES) from None
