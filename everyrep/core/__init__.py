"""The clinical core: pure Python, no clock, no database. Values in, values out."""
