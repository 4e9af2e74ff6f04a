"""Literals: whether each is of its datatype, how dates are said, and numbers in quotes."""
