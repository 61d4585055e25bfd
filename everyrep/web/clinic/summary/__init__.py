"""The one-page summary of the time since the last visit: on the screen, as a PDF, as text to paste."""
