"""Measurements, each beside a bare view or a tenfold history in the same run: `python -m bench`."""
