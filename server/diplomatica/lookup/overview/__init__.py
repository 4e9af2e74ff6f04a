"""What the front page of data that somebody brings tells of it."""
