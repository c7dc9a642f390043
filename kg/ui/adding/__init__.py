"""Texts added from the app."""
