"""Reads of alignment."""
