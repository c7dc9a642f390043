"""What extractors know of terms: names, noun phrases, dependency frames, drawings."""
