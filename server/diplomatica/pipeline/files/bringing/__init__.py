"""Files as somebody brings them: packed or not, in any format, with a catalog or none."""
