"""What the engine is asked instead of a query, so that it answers as SPARQL says."""
