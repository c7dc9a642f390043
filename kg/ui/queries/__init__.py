"""SPARQL on a page: running queries, and their answers as tables, charts and graphs."""
