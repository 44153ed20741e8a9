"""REST API of the plan."""
