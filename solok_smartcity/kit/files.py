"""Files appear whole or not at all: written beside their place, then put there in one step."""

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write the file so that a reader or a killed process never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class WrittenDifferently(Exception):
    """A file that is written once is there already, with another content."""


def write_once(path: Path, content: bytes) -> None:
    """Write a file that never changes afterwards; the same content again is no fault.

    Raises ``WrittenDifferently`` when another content is there.
    """
    if path.exists():
        if path.read_bytes() != content:
            raise WrittenDifferently(f"Berkas {path.name} sudah ada dengan isi lain.")
        return
    write_atomically(path, content)
    path.chmod(0o444)
