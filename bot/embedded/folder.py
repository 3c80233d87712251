"""The data folder: who may read it, who holds it, and the secrets that were made for it."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.processes import StartError, UnixUser, try_lock

_MARK = ".threadfare"
_ADDRESSES = "addresses.json"


class DataFolder:
    """One folder that holds everything the demo keeps; one process at a time may hold it."""

    def __init__(self, path: Path) -> None:
        """Create the folder if need be and take hold of it; raises `StartError` with what to do when that fails."""
        self.path = path.expanduser().absolute()
        mark = self.path / _MARK
        if self.path.is_dir() and not mark.exists() and any(self.path.iterdir()):
            raise StartError(f"{self.path} holds other files. Choose an empty or a new folder with --data.")
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.chmod(0o700)
            self._held = os.open(mark, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StartError(f"{self.path} cannot be used: {error.strerror}. Choose another with --data.") from error
        if not try_lock(self._held):
            os.close(self._held)
            raise StartError(f"A demo already runs on {self.path}. Stop it, or choose another folder with --data.")

    def close(self) -> None:
        """Let go of the folder."""
        (self.path / _ADDRESSES).unlink(missing_ok=True)
        os.close(self._held)

    def tell(self, addresses: Mapping[str, str]) -> None:
        """Let other commands of the same user find the stores of this run, in a file of mode 0600."""
        path = self.path / _ADDRESSES
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(dict(addresses), file)

    def sub(self, name: str) -> Path:
        """A folder in it that nobody else may read."""
        path = self.path / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def secret(self, name: str) -> str:
        """A secret of 43 characters that is made at the first call and kept, in a file of mode 0600."""
        path = self.sub("secrets") / name
        if not path.exists():
            unfinished = path.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
            unfinished.rename(path)
        return path.read_text()

    def let_pass(self, user: UnixUser) -> None:
        """Let one Unix user pass through, without reading; what lies in it is closed on its own."""
        os.chown(self.path, -1, user.gid)
        self.path.chmod(0o710)


def told_addresses(folder: Path) -> dict[str, str]:
    """What the demo that runs on a folder told of its stores, nothing when none runs or it is somebody else's."""
    try:
        told = json.loads((folder.expanduser() / _ADDRESSES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}
