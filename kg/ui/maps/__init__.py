"""The map: what it shows, where the boxes stand, and the files that it leaves as."""
