"""`threadfare understand`: what was understood of each line, for people who debug a flow and for measuring."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import click
import msgspec

from bot.adapters.data.places import gazetteer
from bot.adapters.data.sample_network import sample_airports
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.report import to_line
from bot.domain.understanding.understand import understand as read_message


class Line(msgspec.Struct, frozen=True):
    """One message; `now` is when it was said, as local time of the airport of departure."""

    text: str
    lang: str | None = None
    now: str | None = None
    expecting: str | None = None


@click.command()
@click.option("--served", help="IATA codes of the airports that are served, with commas; those of the sample airline.")
def understand(served: str | None) -> None:
    """Read JSON lines {"text", "lang", "now", "expecting"} and write one line each with what was understood.

    A line that cannot be read gets {"error": …} in its place, and the next one is read.
    """
    places = gazetteer(frozenset(served.upper().split(",")) if served else frozenset(sample_airports()))
    for answer in answers(sys.stdin.buffer, places):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()


def answers(lines: Iterable[bytes], places: Gazetteer) -> Iterator[bytes]:
    """One JSON object for each line, in order."""
    for line in lines:
        yield msgspec.json.encode(_answer(line, places))


def _answer(line: bytes, places: Gazetteer) -> dict[str, object]:
    try:
        message = msgspec.json.decode(line, type=Line)
        now = datetime.fromisoformat(message.now) if message.now else datetime.now(tz=UTC)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return {"error": str(error) or "The line cannot be read."}
    understood = read_message(
        message.text, language=message.lang or "en", today=now.date(), expecting=message.expecting, places=places
    )
    return to_line(understood, now=now)
