"""Building a program: search, dose, order, warnings, sign."""
