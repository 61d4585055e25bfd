"""Everyrep: the open-source home exercise program (HEP) for physical therapy."""

__version__ = "0.1.0"
