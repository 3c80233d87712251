"""Files of secrets: what a reader finds while they are written, replaced and cleared."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.adapters.whole_files import alone_in, overwrite, write_whole


def test_a_file_has_its_mode_from_the_beginning(tmp_path: Path) -> None:
    """There is no moment in which others could read a secret, whatever the process lets files have."""
    before = os.umask(0)
    try:
        write_whole(tmp_path / "key", b"secret", mode=0o600)
    finally:
        os.umask(before)
    assert (tmp_path / "key").read_bytes() == b"secret"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_whoever_reads_while_it_is_replaced_finds_one_or_the_other(tmp_path: Path) -> None:
    """A worker never reads half a key."""
    path, contents = tmp_path / "key", [bytes([letter]) * 5000 for letter in b"ab"]
    write_whole(path, contents[0], mode=0o600)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [write_whole(path, contents[n % 2], mode=0o600) for n in range(40)])
        while not writing.done():
            assert path.read_bytes() in contents


def test_what_was_replaced_is_overwritten(tmp_path: Path) -> None:
    """Whoever held the old file open finds zeros where the key was."""
    path = tmp_path / "key"
    write_whole(path, b"secret", mode=0o600)
    with path.open("rb") as old:
        overwrite(path, replaced_by=b"gone", mode=0o600)
        assert old.read() == bytes(6)
    assert path.read_bytes() == b"gone"


def test_what_a_killed_one_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    """No half key lies about for ever, and files of others stay."""
    for name in (".beside-key.1234", ".hidden", "key"):
        (tmp_path / name).write_bytes(b"x")
    with alone_in(tmp_path):
        assert {path.name for path in tmp_path.iterdir()} == {".hidden", "key"}


def test_two_who_change_a_folder_wait_for_one_another(tmp_path: Path) -> None:
    """The second begins when the first has ended, also when that failed."""
    told: list[str] = []

    def second() -> None:
        with alone_in(tmp_path):
            told.append("second")

    def first(pool: ThreadPoolExecutor) -> None:
        with alone_in(tmp_path):
            waiting.append(pool.submit(second))
            told.append("first")
            raise LookupError

    waiting: list[object] = []
    with ThreadPoolExecutor(1) as pool, pytest.raises(LookupError):
        first(pool)
    assert told == ["first", "second"]
