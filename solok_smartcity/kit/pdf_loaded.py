"""What the server of the PDF children loads once, before it makes the first of them."""

import gc
from contextlib import suppress

from .pdf_worker import load_renderer

with suppress(Exception):  # a missing library is told by the child that needs it
    load_renderer()
gc.freeze()
