"""Turns of a talk through signed webhooks, ours beside a bare floor: speed, latency, CPU and bytes.

Theory. Both servers are driven in turn by the same generator on the same cores. A ratio is taken within one run alone:
machines differ, and so does one machine from hour to hour. A round counts only when every answer was 200 and every
traveller was told what she had to be told, in order; else there are no figures at all.
"""

import time
from collections.abc import Callable

import msgspec
import redis

from bot.domain.errors import ThreadfareError
from tests.bench.cpu import cpu_seconds, machine_seconds, require_proc
from tests.bench.deployment import ROLES, Deployment
from tests.bench.figures import Bytes, Figures, Round, figures
from tests.bench.graph import Received
from tests.bench.lending import Starts
from tests.bench.load import Loaded
from tests.bench.talks import Talks, expected_answers

_TURNS = 3
_QUIET = 0.02
"""CPU seconds in `_LOOK` seconds under which our processes have nothing left to do."""
_LOOK = 0.3


class Plan(msgspec.Struct, frozen=True):
    """How many talks a round has, how many rounds each server gets, and the seconds that a round may last."""

    warm_up: int
    talks: int
    rounds: int
    seconds: float


LONG = Plan(warm_up=300, talks=800, rounds=6, seconds=60)
SHORT = Plan(warm_up=32, talks=100, rounds=1, seconds=30)


class RefusedError(ThreadfareError):
    """Something was answered wrongly, so that there is nothing worth measuring."""


def measure(plan: Plan, *, say: Callable[[str], None], deployments: Starts[Deployment]) -> Figures:
    """Start everything, drive floor and web in turn, and tell the figures; raises `RefusedError`."""
    require_proc()
    say("Starting stores, processes and the floor…")
    with deployments() as deployment:
        bench = _Bench(deployment, plan)
        say("Warming up…")
        for server in ("floor", "web"):
            bench.round(server, plan.warm_up)
        rounds = []
        for number in range(plan.rounds):
            say(f"Round {number + 1} of {plan.rounds}: {plan.talks * _TURNS} turns each…")
            rounds += [bench.round(server, plan.talks) for server in ("floor", "web")]
        return figures(tuple(rounds), bytes_in_redis=_bytes(deployment.valkey.url))


class _Bench:
    """Runs rounds, each with travellers of its own."""

    def __init__(self, deployment: Deployment, plan: Plan) -> None:
        self._deployment = deployment
        self._plan = plan
        self._first = 0

    def round(self, server: str, count: int) -> Round:
        """One round of talks with one server; raises `RefusedError` when anything was answered wrongly."""
        talks = Talks(self._first, count)
        self._first += count
        pids = self._deployment.pids()
        busy, machine, begun = cpu_seconds(pids), machine_seconds(), time.monotonic()
        loaded = self._drive(server, talks)
        _require_answers(loaded, talks)
        received = self._received(talks) if server == "web" else Received()
        self._settle()
        used = {name: spent - busy[name] for name, spent in cpu_seconds(self._deployment.pids()).items()}
        lasted = time.monotonic() - begun
        return Round(
            server=server,
            turns=loaded.turns,
            seconds=loaded.ended - loaded.begun,
            latencies=loaded.latencies,
            sent_seconds=received.last - loaded.begun if received.count else 0.0,
            cpu={name: spent * 1000 / loaded.turns for name, spent in (used | {"load": loaded.cpu}).items()},
            others=(machine_seconds() - machine - sum(used.values()) - loaded.cpu) / lasted,
        )

    def _drive(self, server: str, talks: Talks) -> Loaded:
        words = {
            "--port": self._deployment.ports[server],
            "--first": talks.first,
            "--count": talks.count,
            "--seconds": self._plan.seconds,
        }
        flat = (text for pair in words.items() for text in map(str, pair))
        told = self._deployment.run("load", *flat, seconds=self._plan.seconds + 20).read_bytes()
        return msgspec.json.decode(told, type=Loaded)

    def _received(self, talks: Talks) -> Received:
        """What the Graph API got, once it got as much as it should."""
        deadline = time.monotonic() + self._plan.seconds
        while int(self._deployment.ask("graph", "/count")) < talks.count * _TURNS and time.monotonic() < deadline:
            self._deployment.pids()
            time.sleep(0.1)
        received = msgspec.json.decode(self._deployment.ask("graph", "/received"), type=Received)
        _require_replies(received, talks)
        return received

    def _settle(self) -> None:
        """Wait until our processes have written what they have to write, so that all of it is counted."""
        deadline = time.monotonic() + self._plan.seconds
        while time.monotonic() < deadline:
            before = self._busy()
            time.sleep(_LOOK)
            if self._busy() - before < _QUIET:
                return

    def _busy(self) -> float:
        return sum(cpu_seconds({name: pid for name, pid in self._deployment.pids().items() if name in ROLES}).values())


def _require_answers(loaded: Loaded, talks: Talks) -> None:
    if loaded.failed or loaded.turns != talks.count * _TURNS:
        raise RefusedError(
            f"No figures: {loaded.turns} of {talks.count * _TURNS} messages were answered, and {loaded.failed} of them "
            f"wrongly. {loaded.fault}"
        )


def _require_replies(received: Received, talks: Talks) -> None:
    wanted = expected_answers()
    wrong = [user for user in talks.users() if not _is_right(received.texts.get(user, []), wanted)]
    if wrong or received.refused:
        told = received.texts.get(wrong[0], []) if wrong else []
        raise RefusedError(
            f"No figures: {len(wrong)} of {talks.count} travellers were not told the three replies in their order, and "
            f"{received.refused} calls were refused. The first of them was told {told}."
        )


def _is_right(told: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether each reply ends with its question; what was understood may be repeated before it."""
    return len(told) == len(wanted) and all(map(str.endswith, told, wanted))


def _bytes(url: str) -> Bytes:
    """What the talks take in Redis: the mean over a thousand conversations, and the journal a turn."""
    with redis.Redis.from_url(url) as store:
        talks = [key for key, _ in zip(store.scan_iter("{s*}:c:*", count=1000), range(1000), strict=False)]
        streams = list(store.scan_iter("{s*}:journal", count=1000))
        entries = sum(store.xlen(key) for key in streams)
        return Bytes(
            conversation=sum(store.strlen(key) for key in talks) / max(len(talks), 1),
            in_memory=sum(store.memory_usage(key) or 0 for key in talks) / max(len(talks), 1),
            journal_a_turn=sum(store.memory_usage(key, samples=0) or 0 for key in streams) / max(entries, 1),
        )
