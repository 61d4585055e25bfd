"""A movement in words: what a picture shows, the skeleton of the steps, labels for stills and player."""

from everyrep.core.movement.description.labels import frame_labels, phase_words
from everyrep.core.movement.description.sentences import describe, steps

__all__ = ["describe", "frame_labels", "phase_words", "steps"]
