"""Layout of printed pages: from characters in places to blocks in reading order."""
