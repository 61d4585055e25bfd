"""A first password that can be read aloud and typed on a phone: syllables with about 60 random bits."""

import secrets

CONSONANTS = "bdfghklmnrstv"  # each sounds one way in English and Spanish
VOWELS = "aeiou"
SYLLABLES = 10  # x log2(13 x 5) = 6.02 bits: 60.2 bits, beyond any guessing at the sign-in page
GROUP = 2  # syllables between hyphens


def new_passphrase() -> str:
    """Such as bako-luti-nemo-rasi-dovu."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES)]
    groups = ["".join(syllables[start : start + GROUP]) for start in range(0, SYLLABLES, GROUP)]
    return "-".join(groups)
