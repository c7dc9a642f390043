"""Word's documents (Office Open XML) into text: parts, styles, fields, and what they print."""
