"""The command that puts proposals in place."""
