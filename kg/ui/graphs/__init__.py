"""Dependency and argument graphs as stand-alone pages."""
