"""The vocabulary of a dataset and the rules of its shapes."""
