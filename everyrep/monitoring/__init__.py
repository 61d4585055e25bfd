"""Evidence of remote monitoring for the clinic: days of data, and time that staff worked on a patient."""
