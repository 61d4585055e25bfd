"""Vector stills of posed bodies and equipment: `trace` once, then `to_svg` in any style."""

from everyrep.figures.drawing.arcs import RangeArc
from everyrep.figures.drawing.arrows import Way
from everyrep.figures.drawing.drawing import Drawing
from everyrep.figures.drawing.styles import STYLES
from everyrep.figures.drawing.svg import to_svg
from everyrep.figures.drawing.tracing import trace

__all__ = ["STYLES", "Drawing", "RangeArc", "Way", "to_svg", "trace"]
