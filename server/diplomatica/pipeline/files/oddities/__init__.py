"""What a file says that a reader of it would take for a slip."""
