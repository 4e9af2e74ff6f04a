"""The engine that runs elsewhere: an endpoint of SPARQL 1.1 that holds a release."""
