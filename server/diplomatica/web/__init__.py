"""A release on the web: pages, linked data, SPARQL and dumps."""
