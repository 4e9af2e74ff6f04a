"""What took place and what is planned, in the order of time."""
