"""The shipped library: exercises, starter programs, safety flags and vocabularies, read from content/."""
