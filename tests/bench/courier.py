"""The courier against a Graph API that takes 100 ms an answer: messages a second, CPU, order, and who is held up.

Theory. A round is a backlog that is there at once, so that nothing but the courier decides how fast it goes; its CPU
is what /proc tells of its process from the first message to the last. A round counts only when every traveller was
told every message in order. In the second part one account's answers take 30 seconds: what is measured there is how
long a message of another account takes from its commit to the Graph API.
"""

import time
from collections.abc import Callable

import msgspec

from bot.domain.errors import ThreadfareError
from tests.bench.cpu import cpu_seconds, machine_seconds, require_proc
from tests.bench.figures import Judged, at_most, percentile
from tests.bench.graph import Received
from tests.bench.office import Line, Office
from tests.bench.talks import NUMBER, PAGE

DELAY = 0.1
HANG = 30.0
LEAST_SPEED = 850
MOST_CPU = 0.9
MOST_P95 = 300.0
_TURNS = 10
_PER_SECOND = 20


class Plan(msgspec.Struct, frozen=True):
    """Threads and rounds of the backlog; threads of the account that hangs, and seconds of the other's stream."""

    threads: int
    rounds: int
    hanging: int
    seconds: float
    patience: float = 60.0


LONG = Plan(threads=600, rounds=4, hanging=400, seconds=20)
SHORT = Plan(threads=30, rounds=1, hanging=40, seconds=1)


class Round(msgspec.Struct, frozen=True):
    """One backlog: messages a second, CPU seconds per 1,000 by process, and cores that strangers kept busy."""

    per_second: float
    cpu: dict[str, float]
    most_in_flight: int
    others: float


class Figures(msgspec.Struct, frozen=True):
    """What `threadfare bench courier` tells; milliseconds are from commit to arrival, beside one that hangs."""

    messages: int
    rounds: list[Round]
    p50_ms: float
    p95_ms: float
    judged: list[Judged]


class RefusedError(ThreadfareError):
    """Something did not arrive, or not in order, so that there is nothing worth measuring."""


def measure(plan: Plan, *, say: Callable[[str], None]) -> Figures:
    """Measure both parts; raises `RefusedError`."""
    require_proc()
    say("Starting a store, a Graph API and a courier…")
    with Office(delays=(DELAY, DELAY)) as office:
        _backlog(office, plan, first=0, threads=60)
        rounds = []
        for number in range(plan.rounds):
            say(f"Round {number + 1} of {plan.rounds}: {plan.threads * _TURNS} messages…")
            rounds.append(_backlog(office, plan, first=1000 * (number + 1), threads=plan.threads))
    say(f"One account hangs, another writes for {plan.seconds:g} s…")
    with Office(delays=(HANG, 0.0)) as office:
        late = _beside_a_hanging_account(office, plan)
    return Figures(plan.threads * _TURNS, rounds, percentile(late, 0.5), percentile(late, 0.95), _judged(rounds, late))


def _judged(rounds: list[Round], late: list[float]) -> list[Judged]:
    speed = max(each.per_second for each in rounds)
    cpu = min(each.cpu["courier"] for each in rounds)
    p95 = percentile(late, 0.95)
    return [
        Judged("messages a second", speed, LEAST_SPEED, at_least=True, hard=False, holds=speed >= LEAST_SPEED),
        at_most("CPU-s per 1,000 messages", cpu, MOST_CPU),
        at_most("p95 beside an account that hangs", p95, MOST_P95),
    ]


def _backlog(office: Office, plan: Plan, *, first: int, threads: int) -> Round:
    users = [f"7{first + number:015d}" for number in range(threads)]
    texts = [str(turn + 1) for turn in range(_TURNS)]
    lines = [Line(f"messenger:{PAGE}:{user}", turn + 1, text) for turn, text in enumerate(texts) for user in users]
    busy, machine, begun = cpu_seconds(office.pids()), machine_seconds(), time.monotonic()
    office.load(lines)
    loaded = time.monotonic()
    _wait(office, len(lines), plan.patience)
    time.sleep(0.3)
    used = {name: spent - busy[name] for name, spent in cpu_seconds(office.pids()).items()}
    strangers = (machine_seconds() - machine - sum(used.values())) / (time.monotonic() - begun)
    received = office.received()
    _require(received, dict.fromkeys(users, texts))
    cpu = {name: spent * 1000 / len(lines) for name, spent in used.items()}
    return Round(len(lines) / (received.last - loaded), cpu, received.most, strangers)


def _beside_a_hanging_account(office: Office, plan: Plan) -> list[float]:
    """Milliseconds from commit to arrival of each message of the account that does not hang."""
    hanging = [f"messenger:{PAGE}:8{number:015d}" for number in range(plan.hanging)]
    office.load([Line(thread, turn, "held up") for turn in (1, 2, 3) for thread in hanging])
    time.sleep(0.5)
    said: dict[str, list[float]] = {}
    begun = time.monotonic()
    for number in range(int(plan.seconds * _PER_SECOND)):
        time.sleep(max(0.0, begun + number / _PER_SECOND - time.monotonic()))
        user, turn = f"4477009{number % _PER_SECOND:05d}", number // _PER_SECOND + 1
        said.setdefault(f"+{user}", []).append(time.monotonic())
        office.say(Line(f"whatsapp:{NUMBER}:{user}", turn, str(turn)))
    time.sleep(1.0)
    received = office.received()
    _require(received, {user: [str(turn + 1) for turn in range(len(times))] for user, times in said.items()})
    return [
        (arrived - committed) * 1000
        for user, times in said.items()
        for committed, arrived in zip(times, received.times[user], strict=True)
    ]


def _wait(office: Office, wanted: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while office.count() < wanted and time.monotonic() < deadline:
        office.pids()
        time.sleep(0.1)


def _require(received: Received, wanted: dict[str, list[str]]) -> None:
    wrong = [user for user, texts in wanted.items() if received.texts.get(user) != texts]
    if wrong or received.refused:
        told = received.texts.get(wrong[0], []) if wrong else []
        raise RefusedError(
            f"No figures: {len(wrong)} of {len(wanted)} travellers were not told everything once and in order, and "
            f"{received.refused} calls were refused. The first of them was told {told}."
        )
