"""RDF: records as quads, the dataset that holds them, and SPARQL over it."""
