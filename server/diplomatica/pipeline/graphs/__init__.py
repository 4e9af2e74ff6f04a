"""What stands in graphs, of all that was read."""
