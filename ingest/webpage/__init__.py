"""Pages of the web into text: which part is the article, what its links point at, its words.

What the readers of HTML and EPUB share. Nothing of a page is run or fetched.
"""
