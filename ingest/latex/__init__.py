"""LaTeX into text: a small TeX that knows what commands mean and nothing of how they look.

As in TeX, a scanner cuts the source into tokens, macros are replaced as they come, and every
command that is left either writes words, or keeps something for later, or does nothing. A
document is set twice: the first run finds numbers, labels and citations, the second prints
them. Broken sources are the rule, so that nothing here depends on braces or environments
being closed.
"""
