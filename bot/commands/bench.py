"""`threadfare bench`: the measurements of tests/bench, from a checkout."""

import runpy
import sys
from pathlib import Path

import click

import bot
from bot.domain.errors import InvalidError


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@click.option("--short", is_flag=True, help="A few seconds only: proves that the bench works, not how fast we are.")
def bench(names: tuple[str, ...], *, as_json: bool, short: bool) -> None:
    """Measure this machine.

    NAMES: turns, courier, desk, console, vault, payments, rotation, dates, understanding; all without any.
    """
    root = Path(bot.__file__).resolve().parents[1]
    program = root / "tests" / "bench" / "__main__.py"
    if not program.exists():
        raise InvalidError("The bench is not part of the installed package: run it from a checkout of the repository.")
    sys.path.insert(0, str(root))
    sys.argv = [str(program), *names, *(["--json"] if as_json else []), *(["--short"] if short else [])]
    runpy.run_path(str(program.parent), run_name="__main__")
