"""The page of any IRI that the data speaks of."""
