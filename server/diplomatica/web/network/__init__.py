"""What connects things, as pictures and tables."""
