"""What stands beside the names of things in lists: what they are, in a line."""
