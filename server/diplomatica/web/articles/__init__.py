"""Articles, and what their words state."""
