"""Movements for those who write them: all of them in a list, and one as text beside its figure."""
