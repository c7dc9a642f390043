"""The SPARQL 1.1 Protocol over the live database, read-only."""
