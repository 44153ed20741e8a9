"""Suggesting the sub kegiatan of a text, and the texts a sub kegiatan may serve; embedded, no model, no network."""
