"""Paths of a query, and the unions in whose place the engine answers them as SPARQL says."""
