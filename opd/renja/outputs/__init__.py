"""Documents of the alignment; every form draws from one content."""
