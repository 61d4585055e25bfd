"""The living demo clinic: invented people with plausible weeks, made only through the public actions."""
