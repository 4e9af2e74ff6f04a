"""What there is in data of any vocabulary, and which things have some value, date or place."""
