"""Reads documents and turns them into the records of :mod:`kg.model`."""
