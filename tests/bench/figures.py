"""From rounds to figures: least CPU, best speed, median latency, ratios, and the lines that they must not cross.

Speeds are compared round by round, because both servers of a round found the machine in the same mood; CPU is compared
at its least, because what disturbs a round can only add to it.
"""

from operator import truediv
from statistics import median

import msgspec

from tests.bench.deployment import ROLES

MOST_CPU_RATIO = 1.5
LEAST_TURNS_RATIO = 0.75
AIM_CPU = 1.4
AIM_WEB_CPU = 1.0
AIM_P99 = 50.0

BESIDE = ("valkey", "postgresql", "graph", "load")


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One round of one server. `cpu` is seconds per 1,000 turns by process; `others` cores that strangers kept busy."""

    server: str
    turns: int
    seconds: float
    latencies: list[float]
    sent_seconds: float
    cpu: dict[str, float]
    others: float


class Bytes(msgspec.Struct, frozen=True):
    """Bytes in Redis: the JSON of a conversation, its key with all that Redis adds, and a turn in the journal."""

    conversation: float
    in_memory: float
    journal_a_turn: float


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """What one server came to: best turns a second, median p50 and p99 in ms, least CPU-s per 1,000 turns."""

    turns_per_second: float
    p50_ms: float
    p99_ms: float
    sent_per_second: float
    cpu: dict[str, float]
    turns_per_second_by_round: list[float]
    p99_ms_by_round: list[float]
    cpu_by_round: list[float]


class Judged(msgspec.Struct, frozen=True):
    """A figure beside the line (hard) or aim that it is held against, and whether it holds."""

    what: str
    value: float
    limit: float
    at_least: bool
    hard: bool
    holds: bool


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All that `threadfare bench turns` tells."""

    turns_a_round: int
    floor: Server
    threadfare: Server
    judged: list[Judged]
    bytes_in_redis: Bytes
    beside: dict[str, float]
    """Least CPU-s per 1,000 turns of what is not ours to make cheap: the stores, the Graph API, the load."""
    others: float
    """The most cores that programs which are not the bench's kept busy during a round."""


def figures(rounds: tuple[Round, ...], *, bytes_in_redis: Bytes) -> Figures:
    """The figures of rounds of `floor` and `web`; ratios are taken between these rounds alone."""
    web = [each for each in rounds if each.server == "web"]
    floor = _server([each for each in rounds if each.server == "floor"], ("floor",))
    ours = _server(web, ROLES)
    return Figures(
        turns_a_round=web[0].turns,
        floor=floor,
        threadfare=ours,
        judged=_judged(ours, floor),
        bytes_in_redis=bytes_in_redis,
        beside={name: min(each.cpu[name] for each in web) for name in BESIDE},
        others=max(each.others for each in rounds),
    )


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all is not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def _server(rounds: list[Round], processes: tuple[str, ...]) -> Server:
    speeds = [each.turns / each.seconds for each in rounds]
    p99s = [percentile(each.latencies, 0.99) for each in rounds]
    return Server(
        turns_per_second=max(speeds),
        p50_ms=median(percentile(each.latencies, 0.5) for each in rounds),
        p99_ms=median(p99s),
        sent_per_second=max(each.turns / each.sent_seconds if each.sent_seconds else 0.0 for each in rounds),
        cpu={name: min(each.cpu[name] for each in rounds) for name in processes},
        turns_per_second_by_round=speeds,
        p99_ms_by_round=p99s,
        cpu_by_round=[sum(each.cpu[name] for name in processes) for each in rounds],
    )


def _judged(ours: Server, floor: Server) -> list[Judged]:
    web, least = ours.cpu["web"], min(ours.cpu_by_round)
    turns = median(map(truediv, ours.turns_per_second_by_round, floor.turns_per_second_by_round))
    return [
        at_most("web CPU / floor CPU", web / floor.cpu["floor"], MOST_CPU_RATIO, hard=True),
        Judged(
            "turns / floor turns", turns, LEAST_TURNS_RATIO, at_least=True, hard=True, holds=turns >= LEAST_TURNS_RATIO
        ),
        at_most("web CPU-s per 1,000 turns", web, AIM_WEB_CPU),
        at_most("CPU-s per 1,000 turns in all", least, AIM_CPU),
        at_most("p99 of the webhook, ms", ours.p99_ms, AIM_P99),
    ]


def at_most(what: str, value: float, limit: float, *, hard: bool = False) -> Judged:
    """A figure that should not be above a limit."""
    return Judged(what, value, limit, at_least=False, hard=hard, holds=value <= limit)
