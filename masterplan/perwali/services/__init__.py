"""Verbs of the regulation."""
