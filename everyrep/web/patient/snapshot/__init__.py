"""What the patient's app shows and keeps: one typed snapshot of the record, in the reader's language."""
