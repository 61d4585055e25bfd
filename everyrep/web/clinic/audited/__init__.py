"""Who looked at a patient's record and who changed it, for the owner and whoever treats the patient."""
