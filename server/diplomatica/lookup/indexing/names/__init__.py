"""What the things of an index are called, in which languages, and in which order."""
