"""Pages for anyone: the way in."""
