"""The embedded engine in processes of its own, each busy with one query at a time."""
