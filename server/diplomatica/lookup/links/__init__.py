"""What connects the things of a release, and how that is read."""
