"""Test files are compiled once for all processes of a session, and just as pytest would have compiled them."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from _pytest.assertion.rewrite import _read_pyc, assertstate_key

from tests.compiling import compile_share, compile_test, share


@pytest.fixture
def config(pytestconfig: pytest.Config) -> Any:
    """A process among three, the second of them."""
    return SimpleNamespace(
        stash={assertstate_key: pytestconfig.stash[assertstate_key]},
        get_verbosity=pytestconfig.get_verbosity,
        getini=pytestconfig.getini,
        workerinput={"workerid": "gw1", "workercount": 3},
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six test files, in a process that may leave something beside them."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    for number in range(6):
        (tmp_path / f"test_{number}.py").write_text("def test_it():\n    assert 1 + 1 == 2\n")
    return tmp_path


def _compiled(folder: Path) -> list[str]:
    return sorted(path.name.partition(".")[0] for path in folder.rglob("*.pyc"))


def test_each_file_is_in_one_share() -> None:
    """None is left out, none is compiled twice."""
    files = [Path(f"test_{number}.py") for number in range(8)]
    assert sorted(path for number in range(3) for path in share(files, number, 3)) == files


def test_what_is_left_is_what_pytest_looks_for(config: Any, folder: Path) -> None:
    """It is found as pytest finds it, and its assertions tell what they compared."""
    found = _read_pyc(folder / "test_0.py", compile_test(config, folder / "test_0.py"))
    assert found is not None
    assert "@pytest_ar" in found.co_names


def test_what_has_changed_is_compiled_again(config: Any, folder: Path) -> None:
    """A test is never run as it stood yesterday."""
    path = folder / "test_0.py"
    compile_test(config, path)
    path.write_text("def test_another():\n    assert True\n")
    found = _read_pyc(path, compile_test(config, path))
    assert found is not None
    assert "test_another" in found.co_names


def test_a_process_compiles_its_share(config: Any, folder: Path) -> None:
    """The second of three, every third file from the second on."""
    compile_share(config, folder)
    assert _compiled(folder) == ["test_1", "test_4"]


def test_nothing_is_compiled_where_nothing_may_be_left(
    config: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be work for nobody; and so it would where one process does all."""
    del config.workerinput
    compile_share(config, folder)
    config.workerinput = {"workerid": "gw1", "workercount": 3}
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compile_share(config, folder)
    assert _compiled(folder) == []
