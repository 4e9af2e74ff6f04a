"""Finds the thing that a name means: ranked, explained, and certain only where that is safe."""
