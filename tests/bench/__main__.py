"""Runs benches by name and prints their figures: `threadfare bench [NAME…] [--json] [--short]`."""

import argparse
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import FrameType

import msgspec

from bot.domain.errors import ThreadfareError
from tests.bench import console, courier, dates, desk, payments, rotation, turns, understanding, vault
from tests.bench.lending import Form, form
from tests.bench.table import (
    lines_of_console,
    lines_of_courier,
    lines_of_dates,
    lines_of_desk,
    lines_of_payments,
    lines_of_rotation,
    lines_of_turns,
    lines_of_understanding,
    lines_of_vault,
)


def _turns(form: Form) -> object:
    return turns.measure(turns.SHORT if form.short else turns.LONG, say=_say, deployments=form.deployments)


def _courier(form: Form) -> object:
    return courier.measure(courier.SHORT if form.short else courier.LONG, say=_say)


def _desk(form: Form) -> object:
    return desk.measure(desk.SHORT if form.short else desk.LONG, say=_say, deployments=form.deployments)


def _console(form: Form) -> object:
    return console.measure(console.SHORT if form.short else console.LONG, say=_say, deployments=form.web_alone)


def _vault(form: Form) -> object:
    return vault.measure(vault.SHORT if form.short else vault.LONG, say=_say)


def _payments(form: Form) -> object:
    return payments.measure(payments.SHORT if form.short else payments.LONG, say=_say, towns=form.towns)


def _rotation(form: Form) -> object:
    return rotation.measure(rotation.SHORT if form.short else rotation.LONG, say=_say, towns=form.towns)


def _dates(_form: Form) -> object:  # it takes a second in either case
    return dates.figures()


def _understanding(_form: Form) -> object:  # it takes a few seconds in either case
    return understanding.measure()


BENCHES: Mapping[str, tuple[Callable[..., object], Callable[..., list[str]]]] = {
    "turns": (_turns, lines_of_turns),
    "courier": (_courier, lines_of_courier),
    "desk": (_desk, lines_of_desk),
    "console": (_console, lines_of_console),
    "vault": (_vault, lines_of_vault),
    "payments": (_payments, lines_of_payments),
    "rotation": (_rotation, lines_of_rotation),
    "dates": (_dates, lines_of_dates),
    "understanding": (_understanding, lines_of_understanding),
}
"""Benches by name, in the order in which all of them run: what measures, and what words the figures."""


_SHORT = "This is the short form: it proves that every bench works. Its figures do not tell how fast anything is."
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run the benches named, or all; 1 when a figure had to be refused."""
    words = argparse.ArgumentParser(prog="threadfare bench", description=__doc__)
    words.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHES)}; all by default")
    words.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    words.add_argument("--short", action="store_true", help="a few seconds only: proves that it works, not how fast")
    chosen = words.parse_args()
    if unknown := sorted(set(chosen.names) - set(BENCHES)):
        words.error(f"there is no bench {unknown[0]!r}; there are {', '.join(BENCHES)}")
    for number in _ENDING:
        signal.signal(number, _interrupt)
    try:
        with ExitStack() as stack:
            how = form(stack, short=chosen.short)
            found = {name: BENCHES[name][0](how) for name in chosen.names or BENCHES}
    except KeyboardInterrupt:
        return 130
    except ThreadfareError as error:
        _say(error.say_to_staff)
        return 1
    if chosen.json:
        print(msgspec.json.format(msgspec.json.encode({"short": chosen.short} | found), indent=2).decode())
        return 0
    if chosen.short:
        print(_SHORT, end="\n\n")
    for name, figures in found.items():
        print("\n".join(BENCHES[name][1](figures)))
    return 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End once; stopping what was started takes seconds and is not to be interrupted."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
