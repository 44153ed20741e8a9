"""API of the alignment."""
