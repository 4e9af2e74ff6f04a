"""Files of a dataset as they are read: each with what it says, and where."""
