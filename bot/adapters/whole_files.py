"""Files of secrets that are there whole or not at all, whenever the process is killed or the power goes."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BESIDE = ".beside-"
"""How a file begins that is not finished yet."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder: whoever else wants to change it waits. What a killed one left unfinished is cleared away."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for unfinished in folder.glob(f"{_BESIDE}*"):
            unfinished.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes, *, mode: int) -> None:
    """Write beside, move into place, and see the folder written too: a reader finds the old file or the new one.

    When this returns, the file outlives a loss of power. Raises `OSError`.
    """
    beside = path.with_name(f"{_BESIDE}{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See names that were changed in a folder written to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def overwrite(path: Path, *, replaced_by: bytes, mode: int) -> None:
    """Replace a file and write zeros over what it held, as far as the disk lets us."""
    with path.open("r+b") as old:
        write_whole(path, replaced_by, mode=mode)
        old.write(bytes(os.fstat(old.fileno()).st_size))
        old.flush()
        os.fsync(old.fileno())
