"""What JATS and TEI share: trees that cannot harm, and the words of their elements."""
