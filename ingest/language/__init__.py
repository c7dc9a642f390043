"""What extractors and resolvers share about English: cues, clauses, attribution, quantities."""
