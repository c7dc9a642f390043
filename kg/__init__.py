"""Claimgraph: who claims what, on what evidence, and what depends on what."""

__version__ = "0.1.0"
