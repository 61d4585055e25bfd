"""Pages by audience: clinic, patient, public."""
