"""How well and how fast messages are understood, over our own sentences in `sentences/`.

`journeys_*` hold sentence, origin and destination with bars between ("-" for none), `openings_*` first messages that
an airline must take up, `elsewhere_*` messages about something else, which must fill nothing and start no booking.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter_ns

import msgspec

from bot.adapters.data.places import gazetteer
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.report import listed
from bot.domain.understanding.understand import understand
from bot.domain.understanding.understood import Understood
from bot.domain.understanding.word_lists import word_set
from tests.bench.figures import percentile

SENTENCES = Path(__file__).parent / "sentences"
TODAY = date(2026, 3, 10)
AMERICA = word_set(
    "NYC JFK LGA EWR WAS IAD DCA BWI DFW FTW DAL CHI ORD MDW HOU IAH DTT SFO OAK SJC LAX BUR ONT LGB SAN DEN "
    "BOS ATL PHL "
    "PIT STL SLC LAS PHX SEA TIW MSP STP MKC MKE MIA ORL TPA PIE CLT CVG CLE CMH IND BNA MEM YMQ YTO HPN MSY "
    "PDX RDU AUS "
    "SAT HNL BDL"
)
EUROPE = word_set(
    "PAR CDG ORY LON LHR LGW NCE LYS MRS TLS BOD BER MUC FRA HAM MAD BCN ROM MIL VCE LIS OPO AMS BRU GVA ZRH "
    "VIE CPH STO "
    "OSL DUB EDI MAN ATH IST PRG BUD WAW NYC TYO MRU RUN MSP SFO LAX YMQ BKK SIN DXB CAI CMN TUN ALG DKR NTE "
    "SXB LED LUX "
    "AGP PMI SVQ VLC DUS CGN STR TFS TCI"
)


class Kept(msgspec.Struct):
    """Of one table: how many sentences, how many right, and those that were not, with what was understood."""

    total: int = 0
    right: int = 0
    misses: list[tuple[str, str]] = []


class Speed(msgspec.Struct, frozen=True):
    """Microseconds a message: the median, and what 95 of 100 stay below."""

    median_us: float
    p95_us: float


class Reading(msgspec.Struct, frozen=True):
    """The score of each table, and the speed over all of them."""

    tables: dict[str, Kept]
    speed: Speed


def measure(folder: Path = SENTENCES) -> Reading:
    """Read every sentence of every table once."""
    america, europe = gazetteer(AMERICA), gazetteer(EUROPE)
    everywhere = gazetteer(AMERICA | EUROPE)
    took: list[float] = []
    tables: dict[str, Kept] = {}
    for path in sorted(folder.glob("*.txt")):
        kind, *where, language = path.stem.split("_")
        codes, places = (EUROPE, europe) if where else (AMERICA, america)
        if kind != "journeys":
            codes, places = frozenset(), everywhere
        kept = tables[path.stem] = Kept(misses=[])
        for text, wanted in _rows(path):
            heard, micros = _heard(text, language, places)
            took.append(micros)
            read = _read(kind, listed(heard, places=places, codes=codes))
            kept.total += 1
            kept.right += read == wanted
            if read != wanted:
                kept.misses.append((text, read))
    return Reading(tables, Speed(percentile(took, 0.5), percentile(took, 0.95)))


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        text, *ends = line.split("|")
        yield text, " ".join(ends) if ends else {"openings": "taken", "elsewhere": "left"}[path.stem.split("_")[0]]


def _heard(text: str, language: str, places: Gazetteer) -> tuple[Understood, float]:
    started = perf_counter_ns()
    heard = understand(text, language=language, today=TODAY, expecting=None, places=places)
    return heard, (perf_counter_ns() - started) / 1000


def _read(kind: str, heard: Understood) -> str:
    if kind == "journeys":
        return f"{heard.origin or '-'} {heard.destination or '-'}"
    if kind == "openings":
        return "taken" if heard.scope == "in" else "left"
    return "taken" if heard.intent == "book" or _fills(heard) else "left"


def _fills(heard: Understood) -> bool:
    coming = heard.departure is not None and heard.departure >= TODAY
    named = heard.origin or heard.destination or heard.ambiguous or heard.period or heard.passengers
    return bool(coming or named)
