"""The data folder is private, held by one, and keeps its secrets."""

import stat
from pathlib import Path

import pytest

from bot.embedded.folder import DataFolder
from bot.processes import StartError, UnixUser


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_the_folder_or_what_is_in_it(tmp_path: Path) -> None:
    """Another user of the machine reads no secret and no key."""
    folder = DataFolder(tmp_path / "data")
    folder.secret("key")
    assert _mode(folder.path) == 0o700
    assert _mode(folder.path / "secrets") == 0o700
    assert _mode(folder.path / "secrets" / "key") == 0o600
    folder.close()


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    """Sessions and links survive a restart."""
    folder = DataFolder(tmp_path)
    first = folder.secret("key")
    assert len(first) == 43
    assert folder.secret("key") == first
    assert folder.secret("other") != first
    folder.close()
    again = DataFolder(tmp_path)
    assert again.secret("key") == first
    again.close()


def test_a_start_that_was_cut_short_leaves_no_half_secret(tmp_path: Path) -> None:
    """A crash while a secret was written does not make it guessable or unreadable."""
    folder = DataFolder(tmp_path)
    (folder.sub("secrets") / "key.new").write_text("ha")
    assert len(folder.secret("key")) == 43
    folder.close()


def test_two_demos_on_one_folder_are_told_apart_by_a_sentence(tmp_path: Path) -> None:
    """Who starts the demo twice reads what to do instead of a traceback."""
    folder = DataFolder(tmp_path)
    with pytest.raises(StartError, match=f"A demo already runs on {tmp_path}. Stop it, or choose another"):
        DataFolder(tmp_path)
    folder.close()
    DataFolder(tmp_path).close()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    """A slip in --data never changes somebody's home."""
    (tmp_path / "thesis.txt").write_text("mine")
    tmp_path.chmod(0o755)
    with pytest.raises(StartError, match="holds other files"):
        DataFolder(tmp_path)
    assert _mode(tmp_path) == 0o755


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A path through a file is refused with its reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="cannot be used: Not a directory"):
        DataFolder(tmp_path / "file" / "data")


def test_one_user_may_be_let_through_without_reading(tmp_path: Path) -> None:
    """PostgreSQL's own user reaches its files and can list nothing else."""
    folder = DataFolder(tmp_path / "data")
    folder.let_pass(UnixUser("me", folder.path.stat().st_uid, folder.path.stat().st_gid))
    assert _mode(folder.path) == 0o710
    folder.close()
