"""Numbers that are cited, and how they differ from one release to another."""
