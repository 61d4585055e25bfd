"""The shipped movements."""

import pytest

from everyrep.core.movement.mirror import mirrored
from everyrep.figures.movements import movement, movement_ids


def test_every_shipped_movement_reads_and_has_a_left_and_a_right():
    read = [movement(movement_id) for movement_id in movement_ids()]
    assert read
    assert all(mirrored(mirrored(one)) == one for one in read)


def test_an_unknown_movement_is_an_unknown_key():
    with pytest.raises(KeyError):
        movement("no-such-exercise")
