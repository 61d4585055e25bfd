"""The rules of an exercise, what they would have said, and what they propose."""
