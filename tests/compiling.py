"""Each process of a session compiles its share of the test files before all of them collect.

Pytest rewrites the assertions of every test file and keeps what comes of it beside the file. In a fresh clone all
processes would go through the files side by side, and each rewrite all: twenty seconds of work, once a process.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

_WORKER, _WORKERS = "workerid", "workercount"


def share(files: Sequence[Path], number: int, of: int) -> Sequence[Path]:
    """What one of so many processes compiles; every file is in one share."""
    return files[number::of]


def compile_share(config: pytest.Config, root: Path) -> None:
    """Compile the share of this process, where it is one of several and may leave something beside the files."""
    told = getattr(config, "workerinput", {})
    if sys.dont_write_bytecode or _WORKER not in told:
        return
    number = int(told[_WORKER].removeprefix("gw"))
    for path in share(sorted(root.rglob("test_*.py")), number, told[_WORKERS]):
        compile_test(config, path)


def compile_test(config: pytest.Config, path: Path) -> Path:
    """Leave what pytest makes of a test file where it looks for it, unless it is there; gives the place."""
    state, folder = config.stash[rewrite.assertstate_key], rewrite.get_cache_dir(path)
    kept = folder / f"{path.stem}{rewrite.PYC_TAIL}"
    if rewrite._read_pyc(path, kept, state.trace) is None and rewrite.try_makedirs(folder):
        source, code = rewrite._rewrite_test(path, config)
        rewrite._write_pyc(state, code, source, kept)
    return kept
