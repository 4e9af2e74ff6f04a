"""What follows from all that is stated: derivations, and the merge."""
