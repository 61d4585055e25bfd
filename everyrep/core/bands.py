"""Elastic bands: the force one maker publishes for each colour, by elongation.

Colours mean different things from brand to brand, and older charts of the same maker differ, so a
table names its brand and its version and is never used across brands (clinical reference 1.4).
"""

from decimal import Decimal

KG_PER_LB = Decimal("0.45359237")  # exact, international avoirdupois pound

THERA_BAND = "Thera-Band"
TABLE_VERSION = "Thera-Band published values, pounds at 100 and 200 percent elongation, as read in 2026"

# colour -> pounds at 100 % and at 200 % elongation
THERA_BAND_LB = {
    "tan": (Decimal("2.4"), Decimal("3.4")),
    "yellow": (Decimal("3.0"), Decimal("4.3")),
    "red": (Decimal("3.7"), Decimal("5.5")),
    "green": (Decimal("4.6"), Decimal("6.7")),
    "blue": (Decimal("5.8"), Decimal("8.6")),
    "black": (Decimal("7.3"), Decimal("10.2")),
    "silver": (Decimal("10.2"), Decimal("15.3")),
    "gold": (Decimal("14.2"), Decimal("21.3")),
}

ELONGATION_PUBLISHED = (100, 200)
ELONGATION_APPROXIMATE = (50, 250)


def is_charted(brand: str) -> bool:
    """Whether there is a force table for this brand; capitals do not matter."""
    return brand.casefold() == THERA_BAND.casefold()


def force_kg(brand: str, colour: str, elongation_percent: int | None) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest pull in kilograms, to 0.1 kg; None where no published value applies.

    Between 100 and 200 % both ends are the same (linear interpolation). From 50 to 100 and from 200 to
    250 % the ends differ, because the pull is only known to lie between the extended line and the
    nearest published value. Without an elongation the ends are the values at 100 and 200 %.
    """
    pounds = THERA_BAND_LB.get(colour.casefold()) if is_charted(brand) else None
    if pounds is None:
        return None
    if elongation_percent is None:
        return (_kilograms(pounds[0]), _kilograms(pounds[1]))
    if not ELONGATION_APPROXIMATE[0] <= elongation_percent <= ELONGATION_APPROXIMATE[1]:
        return None
    nearest = min(max(elongation_percent, ELONGATION_PUBLISHED[0]), ELONGATION_PUBLISHED[1])
    ends = sorted((_on_the_line(pounds, elongation_percent), _on_the_line(pounds, nearest)))
    return (_kilograms(ends[0]), _kilograms(ends[1]))


def _on_the_line(pounds: tuple[Decimal, Decimal], elongation_percent: int) -> Decimal:
    first, second = ELONGATION_PUBLISHED
    return pounds[0] + (pounds[1] - pounds[0]) * (elongation_percent - first) / (second - first)


def _kilograms(pounds: Decimal) -> Decimal:
    return (pounds * KG_PER_LB).quantize(Decimal("0.1"))
