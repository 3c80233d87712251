"""`threadfare bench`: the measurements of tests/bench, from a checkout."""

import runpy
import sys
from pathlib import Path

import click

import bot
from bot.domain.errors import InvalidError


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def bench(words: tuple[str, ...], *, as_json: bool) -> None:
    """Measure this machine: turns a second, latency, CPU and bytes a conversation; WORDS go to the bench."""
    root = Path(bot.__file__).resolve().parents[1]
    program = root / "tests" / "bench" / "__main__.py"
    if not program.exists():
        raise InvalidError("The bench is not part of the installed package: run it from a checkout of the repository.")
    sys.path.insert(0, str(root))
    sys.argv = [str(program), *words, *(["--json"] if as_json else [])]
    runpy.run_path(str(program.parent), run_name="__main__")
