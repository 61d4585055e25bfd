"""What is known of remote monitoring: days of data and minutes of work. Evidence, never a claim."""
