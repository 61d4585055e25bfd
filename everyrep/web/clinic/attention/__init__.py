"""The start page of whoever sees patients: who needs somebody, why, and the next thing to do about it."""
