"""What is common to reference lists, in-text citations and works: fields, names, markers."""
