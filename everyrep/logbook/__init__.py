"""What happened: operations from devices, the entries they add up to, and the day's tallies."""
