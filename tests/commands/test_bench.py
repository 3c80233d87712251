"""`threadfare bench` runs the bench of a checkout."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import bot
from bot.cli import main
from tests.bench.__main__ import BENCHES


@pytest.fixture(autouse=True)
def _own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot, "__file__", str(tmp_path / "bot" / "__init__.py"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "argv", list(sys.argv))


def test_an_installed_package_says_that_it_has_no_bench() -> None:
    """Who measures from an installation is told where to measure."""
    result = CliRunner().invoke(main, ["bench"])
    assert result.exit_code == 2
    assert "run it from a checkout" in result.output


def test_names_and_options_reach_the_bench(tmp_path: Path) -> None:
    """A bench is asked for by its name, may be short, and speaks JSON when asked."""
    folder = tmp_path / "tests" / "bench"
    folder.mkdir(parents=True)
    (folder / "__main__.py").write_text("import sys\nprint(sys.argv[1:], __name__)\n")
    result = CliRunner().invoke(main, ["bench", "dates", "--json", "--short"])
    assert result.output == "['dates', '--json', '--short'] __main__\n"


def test_every_bench_is_named_to_whoever_asks_for_help() -> None:
    """What can be measured is found without reading the source."""
    output = CliRunner().invoke(main, ["bench", "--help"]).output
    assert [name for name in BENCHES if name not in output] == []
