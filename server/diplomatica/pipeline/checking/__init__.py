"""What is wrong with a dataset, or missing from it."""
