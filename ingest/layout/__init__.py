"""The structure of a text as its layout shows it: blocks, title and byline, inline marks."""
