"""Making the index of a release, from its dump."""
