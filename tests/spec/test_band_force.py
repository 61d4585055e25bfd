"""Clinical reference 1.4: published Thera-Band forces, in kilograms at 100 and 200 % elongation."""

from decimal import Decimal

import pytest

from everyrep.core.dosage import Band, band_force_kg

TABLE = """
    | colour | 100 | 200 |
    | tan    | 1.1 | 1.5 |
    | yellow | 1.4 | 2.0 |
    | red    | 1.7 | 2.5 |
    | green  | 2.1 | 3.0 |
    | blue   | 2.6 | 3.9 |
    | black  | 3.3 | 4.6 |
    | silver | 4.6 | 6.9 |
    | gold   | 6.4 | 9.7 |
"""
ROWS = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("colour", "at_100", "at_200"), ROWS[1:])
def test_each_colour_pulls_its_published_force(colour, at_100, at_200):
    force = band_force_kg(Band(brand="Thera-Band", colour=colour))
    assert force == (Decimal(at_100), Decimal(at_200))
