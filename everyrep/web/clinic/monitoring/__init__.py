"""The pages of the monitoring worksheet."""
