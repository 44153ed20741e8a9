"""Verbs of the RKPD."""
