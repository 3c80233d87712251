"""How many of the development phrases are understood: right, silently wrong, not at all, in each language.

Run `python tests/bench/dates.py`; a line for each phrase that is not right is printed with `--misses`.
"""

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from bot.adapters.data.places import gazetteer
from bot.domain.understanding.report import to_line
from bot.domain.understanding.understand import understand

PHRASES = Path(__file__).parent / "dates_dev.jsonl"
SERVED = frozenset({"CDG", "ORY", "LHR", "LGW", "JFK", "EWR", "MAD", "BCN", "BER", "MUC", "NRT"})


class Score(msgspec.Struct):
    """Counts of one language; `misses` are the phrases that were not right with what was wanted and what was read."""

    total: int = 0
    right: int = 0
    wrong: int = 0
    misses: list[tuple[str, str, list[str]]] = []


def wanted(row: dict[str, Any]) -> str:
    """The day or range that a phrase means, as ISO 8601."""
    return str(row["date"]) if "date" in row else f"{row['start']}/{row['end']}"


def measure(phrases: Path = PHRASES) -> dict[str, Score]:
    """The score of each language; an answer that is not the wanted one is silently wrong, no answer is only missed."""
    places = gazetteer(SERVED)
    scores: dict[str, Score] = {}
    for line in phrases.read_bytes().splitlines():
        row = msgspec.json.decode(line)
        now = datetime.fromisoformat(row["ref"])
        heard = understand(row["text"], language=row["lang"], today=now.date(), expecting="date", places=places)
        read = to_line(heard, now=now)["dates"]
        score = scores.setdefault(row["lang"], Score(misses=[]))
        score.total += 1
        score.right += read == [wanted(row)]
        if read != [wanted(row)]:
            score.wrong += bool(read)
            score.misses.append((row["text"], wanted(row), read))
    return scores


def main() -> None:
    """Print the scores."""
    counted: Counter[str] = Counter()
    for language, score in measure().items():
        counted.update(total=score.total, right=score.right, wrong=score.wrong)
        print(f"{language}  {score.right}/{score.total} right, {score.wrong} silently wrong")
        if "--misses" in sys.argv:
            for text, want, read in score.misses:
                print(f"    {text!r}: wanted {want}, read {read}")
    print(f"all {counted['right']}/{counted['total']} right, {counted['wrong']} silently wrong")


if __name__ == "__main__":
    main()
