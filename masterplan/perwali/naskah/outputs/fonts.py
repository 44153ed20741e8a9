"""The type of the regulation (R3): Bookman or a free stand-in, which must be installed on the system."""

# Tried in this order; TeX Gyre Bonum has the no-break hyphen and the same widths as URW Bookman.
FAMILIES = ("TeX Gyre Bonum", "URW Bookman", "Bookman Old Style")
