"""`threadfare understand`: what was understood of each line, for people who debug a flow and for measuring."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import click
import msgspec

from bot.adapters.data.places import gazetteer
from bot.adapters.data.sample_network import sample_airports
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.report import listed, to_line
from bot.domain.understanding.understand import understand as read_message


class Line(msgspec.Struct, frozen=True):
    """One message; `now` is when it was said, as local time of the airport of departure."""

    text: str
    lang: str | None = None
    now: str | None = None
    expecting: str | None = None


@click.command()
@click.option("--served", help="IATA codes of airports and cities that are served, with commas; the sample airline's.")
def understand(served: str | None) -> None:
    """Read JSON lines {"text", "lang", "now", "expecting"} and write one line each with what was understood.

    Origin and destination are told in the codes that --served lists, the city's before its airport's. A line that
    cannot be read gets {"error": …} in its place, and the next one is read.
    """
    codes = frozenset(code.strip() for code in (served or "").upper().split(",") if code.strip())
    places = gazetteer(codes or frozenset(sample_airports()))
    for answer in answers(sys.stdin.buffer, places, codes):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()


def answers(lines: Iterable[bytes], places: Gazetteer, codes: frozenset[str] = frozenset()) -> Iterator[bytes]:
    """One JSON object for each line, in order; places in `codes`, when there are any."""
    for line in lines:
        yield msgspec.json.encode(_answer(line, places, codes))


def _answer(line: bytes, places: Gazetteer, codes: frozenset[str]) -> dict[str, object]:
    try:
        message = msgspec.json.decode(line, type=Line)
        now = datetime.fromisoformat(message.now) if message.now else datetime.now(tz=UTC)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return {"error": str(error) or "The line cannot be read."}
    understood = read_message(
        message.text, language=message.lang or "en", today=now.date(), expecting=message.expecting, places=places
    )
    return to_line(listed(understood, places=places, codes=codes), now=now)
