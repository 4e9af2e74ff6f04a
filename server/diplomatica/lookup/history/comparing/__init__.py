"""Comparing two states of a dataset, blank nodes by what is said of them."""
