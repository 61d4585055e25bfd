"""Reasons why a patient needs somebody of the clinic: what they are, and how they are found in a log."""
