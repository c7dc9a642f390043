"""Claims, evidence and links on a page: cards, standings, tables, what changed."""
