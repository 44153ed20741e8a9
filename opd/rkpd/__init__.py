"""RKPD, nomenclature, and the alignment of work plans with them."""
