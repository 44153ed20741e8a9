"""Machinery of the portal that knows no domain: records, rules, versions, history, files, PDF, API."""
