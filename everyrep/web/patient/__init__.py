"""Pages for the patient, with an account or from a link."""
