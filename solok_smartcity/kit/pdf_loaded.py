"""What the server of the PDF children loads once, before it makes the first of them."""

import gc

from .pdf_worker import load_renderer

load_renderer()
gc.freeze()
