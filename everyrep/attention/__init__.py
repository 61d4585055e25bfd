"""What asks for a clinician's attention: alerts, who saw to them, and the plans that wait for them."""
