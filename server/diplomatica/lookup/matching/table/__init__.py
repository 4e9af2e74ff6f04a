"""Tables of names: how they are read, what is added to their rows, and how that is written."""
