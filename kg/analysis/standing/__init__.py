"""Standing of claims: pure functions over a framework of weighted, linked reasons."""
