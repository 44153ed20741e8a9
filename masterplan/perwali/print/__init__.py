"""Outputs of the regulation, all drawn from one compiled document."""
