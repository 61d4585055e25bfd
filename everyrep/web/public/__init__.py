"""Pages for anyone: the way in, and the exercises."""
