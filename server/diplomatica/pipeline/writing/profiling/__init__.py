"""What the data is made of, tallied in one pass: the profile of a dataset."""
