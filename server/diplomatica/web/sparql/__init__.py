"""The SPARQL endpoint: its protocol, its page, and what its answers rest on."""
