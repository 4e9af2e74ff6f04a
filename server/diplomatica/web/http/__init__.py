"""What holds of any answer, and knows no data."""

LONGEST = 65_000
"""The bytes of an address that are taken."""
