"""REST API of regulations."""
