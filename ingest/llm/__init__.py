"""A language model behind an OpenAI-compatible endpoint, asked what a document says.

The document goes out as data, in parts; what comes back counts only where it is a choice out
of a closed list or words that stand in the part. Nothing of an answer is run or fetched.
"""
