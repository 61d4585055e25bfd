"""The clinic's messages: who waits, a patient's thread, saved replies, and when messages are read."""
