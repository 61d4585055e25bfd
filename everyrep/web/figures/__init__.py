"""Figures on pages: which belongs to a prescription, the words beside it, and the routes that serve it."""
