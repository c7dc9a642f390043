"""What people decide: which word counts, what it holds on to, what it changes. Pure functions."""
