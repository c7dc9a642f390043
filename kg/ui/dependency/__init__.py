"""The questions of the dependency module as a page asks and answers them, a module each."""
