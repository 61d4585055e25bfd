"""Rules that protect the patient: warnings, stop rules and the symptom check."""
