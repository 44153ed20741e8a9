"""Reads an existing regulation from text into the tree: a grammar of lines, no database, no Django."""
