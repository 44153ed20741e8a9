"""REST API of agencies, and tokens."""
