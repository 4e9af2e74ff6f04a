"""A dataset and its releases: their folders, their catalog, their files."""
