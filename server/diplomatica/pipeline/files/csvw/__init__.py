"""Tables as RDF: CSV with its description (CSV on the Web), in the minimal mode of csv2rdf."""
