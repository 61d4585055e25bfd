"""The take-home sheet and the links it carries."""
