"""What a clinic and a patient write to each other: messages, photos, answered questions, saved replies."""
