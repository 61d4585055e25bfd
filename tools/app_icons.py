"""Draw the app's icons anew from frontend/public/favicon.svg, as phones and the manifest ask for them.

    python tools/app_icons.py

A maskable icon fills its square; the strokes lie within the middle 80 percent, which is all that every phone
shows (W3C, Web Application Manifest, "safe zone"). So does the one for iPhones, which round it themselves.
"""

from io import BytesIO
from pathlib import Path

import pypdfium2
import weasyprint
from PIL import Image

PUBLIC = Path(__file__).resolve().parent.parent / "frontend" / "public"
GROUND = "#1d5a45"  # that of the drawing, for the corners that it leaves out
CSS_PX, PDF_PT = 96, 72  # to the inch
ICONS = {
    "icon-192.png": (192, "transparent"),
    "icon-512.png": (512, "transparent"),
    "icon-maskable-512.png": (512, GROUND),
    "apple-touch-icon.png": (180, GROUND),
}


def main() -> None:
    for name, (size, ground) in ICONS.items():
        place = PUBLIC / "icons" / name
        place.parent.mkdir(exist_ok=True)
        drawn(size, ground).save(place, optimize=True)
        print(f"{place}: {place.stat().st_size} bytes")


def drawn(size: int, ground: str) -> Image.Image:
    """The drawing in a square of `size` pixels."""
    page = f"""<style>
      @page {{ size: {size}px; margin: 0 }} body {{ margin: 0; background: {ground} }}
      img {{ display: block; width: {size}px }}
    </style><img src="favicon.svg">"""
    paper = weasyprint.HTML(string=page, base_url=f"{PUBLIC}/").write_pdf()
    (only,) = pypdfium2.PdfDocument(BytesIO(paper))
    shown = only.render(scale=CSS_PX / PDF_PT, fill_color=(0, 0, 0, 0)).to_pil()
    return shown.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
