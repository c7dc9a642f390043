"""A source on a page: its text, what is marked in it, its references, what is known of it."""
