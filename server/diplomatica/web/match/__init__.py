"""The page on which a list of names becomes a table of things."""
