"""Whether a sentence says that one of two nouns causes the other.

A logistic regression over the parse (:mod:`ingest.causality.features`) and the vectors of the
two nouns, trained on the Cause-Effect relation of SemEval-2010 Task 8 (Hendrickx et al. 2010)
by ``python -m evaluation.train_causal_pairs``.
"""

from ingest.causality.pairs import Causality, Verdict, causal, judged

__all__ = ["Causality", "Verdict", "causal", "judged"]
