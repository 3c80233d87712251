"""Phrases with a date and what they mean: the development set, and our own tables beside the tests of dates."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

DEV = Path(__file__).parent / "dates_dev.jsonl"
OWN = Path(__file__).parents[1] / "domain" / "understanding" / "dates"
NOTHING = "-"
ASKED = "?"
_UNSAID = datetime.fromisoformat("2016-11-07")


class Phrase(msgspec.Struct, frozen=True):
    """What was said when, the days in it as ISO 8601, and whether they have to be asked ("friday or saturday")."""

    text: str
    language: str
    now: datetime
    wanted: tuple[str, ...]
    asked: bool = False


class _Row(msgspec.Struct, frozen=True):
    lang: str
    ref: datetime
    text: str
    date: str | None = None
    start: str | None = None
    end: str | None = None


def development(path: Path = DEV) -> Iterator[Phrase]:
    """The phrases of Duckling and Recognizers-Text, one JSON object a line."""
    for line in path.read_bytes().splitlines():
        row = msgspec.json.decode(line, type=_Row)
        yield Phrase(row.text, row.lang, row.ref, (row.date or f"{row.start}/{row.end}",))


def own(folder: Path = OWN) -> Iterator[Phrase]:
    """Our own phrases: a file a language, "@day" before those that are said on that day, "phrase => days" a line.

    Days stand with spaces between, "-" for none; a question mark after them tells that there is a choice.
    """
    for path in sorted(folder.glob("phrases_*.txt")):
        language, now = path.stem.removeprefix("phrases_"), _UNSAID
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                now = datetime.fromisoformat(line[1:])
                continue
            text, wanted = line.rsplit(" => ", 1)
            days = tuple(wanted.removesuffix(ASKED).replace(NOTHING, "", wanted == NOTHING).split())
            yield Phrase(text, language, now, days, wanted.endswith(ASKED))
