"""From what was found to what it denotes: works, concepts, claims, holders, relations."""
