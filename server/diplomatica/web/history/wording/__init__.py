"""What changed in words: its properties, its turns, and what it follows from."""
