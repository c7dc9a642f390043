"""Pure functions over records: dependencies, the reach of arguments."""
