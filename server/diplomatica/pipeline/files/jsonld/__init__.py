"""JSON-LD: contexts that stand elsewhere, what of a document is faulty, what its keys mean."""
