"""What changed between two states of a dataset: as quads, by thing, and as a patch."""
