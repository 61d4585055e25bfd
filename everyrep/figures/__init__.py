"""Drawings and animations of movements: what reads and writes files around `core.movement`."""
