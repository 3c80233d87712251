"""Couriers are killed while they send: what the platform got, compared with what was said.

Theory. The judge is the platform's own record, never our database. Turns are committed to a real Valkey as a web
process commits them, couriers are real processes that are killed with signal 9 and followed by new ones, and the
platform tells of what it took by signed echoes through the real door of webhooks, or keeps silent. With echoes every
message arrives once and in order; without them one may come twice in a row, and none is missing.

`python -m tests.chaos.couriers` runs the long form: 2,000 messages, a kill a second.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import msgspec

from bot.adapters.channels.messenger import Messenger
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.adapters.redis.journal import RedisJournal
from bot.adapters.redis.scripts import key
from bot.embedded.valkey import ValkeyServer
from bot.ports.runtime import Runtime
from bot.services import inbox
from bot.simulators.wire import signed
from tests.bench.office import Line, commit_of, courier_environment
from tests.bench.talks import APP_SECRET, PAGE
from tests.builders.house import house
from tests.chaos.platform import APP, Platform
from workers.shards import ALL_SHARDS

_ROOT = Path(__file__).resolve().parents[2]
COURIERS = 3


class Plan(msgspec.Struct, frozen=True):
    """How many messages in how many threads, how many kills, and seconds between two of them."""

    messages: int
    threads: int
    kills: int
    pause: float = 1.0
    echoes: bool = True
    patience: float = 90.0


LONG = Plan(messages=2000, threads=100, kills=40)
SHORT = Plan(messages=200, threads=20, kills=3)


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: threads to which something is missing, or out of order, and messages that came once more."""

    lost: list[str]
    disordered: list[str]
    twice: int
    kills: int
    seconds: float


def run(plan: Plan) -> Outcome:
    """Say everything, kill, wait until all is there or patience ends, and judge."""
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="threadfare-chaos-")))
        valkey = ValkeyServer(folder / "valkey", password="chaos", kept=True)
        valkey.start()
        stack.callback(valkey.stop)
        platform = stack.enter_context(Platform.listening(delay=0.3))
        environ = courier_environment(valkey.url, f"http://127.0.0.1:{platform.port}")
        store = Store(valkey.url, wait=10)
        stack.callback(store.close)
        couriers = stack.enter_context(Couriers.born(environ, folder / "couriers.log"))
        if plan.echoes:
            stack.enter_context(_telling(platform, _door(store)))
        lines = _lines(plan)
        saying = Thread(target=_say, args=(store, lines, plan.kills * plan.pause), daemon=True)
        saying.start()
        _kill(couriers, store, platform, plan)
        saying.join()
        wanted: dict[str, list[str]] = {}
        for line in lines:
            wanted.setdefault(line.thread.rpartition(":")[2], []).append(line.text)
        until = time.monotonic() + plan.patience
        while not platform.has(wanted) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(0.5)
        return _judged(platform.told(), wanted, plan.kills, time.monotonic() - begun)


class Couriers:
    """Couriers that are born, killed and followed by others."""

    def __init__(self, nursery: subprocess.Popen[str]) -> None:
        self._nursery = nursery
        self._alive = [self._birth() for _ in range(COURIERS)]

    @classmethod
    @contextmanager
    def born(cls, environ: dict[str, str], log: Path) -> Iterator["Couriers"]:
        """Some of them, until the block ends."""
        own = {"PYTHONPATH": str(_ROOT), "PYTHONSAFEPATH": "1"}
        with log.open("w") as errors:
            nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.nursery"],
                env=environ | own,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            made = cls(nursery)
            try:
                yield made
            finally:
                made.end()

    def kill(self, pid: int = 0) -> int:
        """One dies without a word, the oldest unless it is named, and another is born; gives who died."""
        dead = pid if pid in self._alive else self._alive[0]
        self._alive.remove(dead)
        os.kill(dead, signal.SIGKILL)
        self._alive.append(self._birth())
        return dead

    def end(self) -> None:
        """Tell all to end, and wait until they have."""
        for pipe in (self._nursery.stdin, self._nursery.stdout):
            if pipe is not None:
                pipe.close()
        self._nursery.wait(20)
        until = time.monotonic() + 20
        while any(map(_is_there, self._alive)) and time.monotonic() < until:
            time.sleep(0.1)

    def _birth(self) -> int:
        stdin, stdout = self._nursery.stdin, self._nursery.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The nursery has no pipes.")
        stdin.write("\n")
        stdin.flush()
        return int(stdout.readline())


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _lines(plan: Plan) -> list[Line]:
    turns = plan.messages // plan.threads
    threads = [f"messenger:{PAGE}:9{number:015d}" for number in range(plan.threads)]
    return [Line(thread, turn + 1, f"{turn + 1}") for turn in range(turns) for thread in threads]


def owners(store: Store) -> Counter[int]:
    """How many shards each process owns, by its process id."""
    held = [store.call("GET", key(shard, "lease:courier")) for shard in ALL_SHARDS]
    return Counter(int(one.decode().split("|")[0].split("-")[-2]) for one in held if one)


def _say(store: Store, lines: list[Line], seconds: float) -> None:
    """Commit all turns, evenly over some time."""
    conversations, begun = RedisConversations(store), time.monotonic()
    for number, line in enumerate(lines):
        time.sleep(max(0.0, begun + seconds * number / len(lines) - time.monotonic()))
        assert conversations.commit(commit_of(line))


def _kill(couriers: Couriers, store: Store, platform: Platform, plan: Plan) -> None:
    """Each time the one that owns most, and when the platform has not answered something yet, if that comes about."""
    for _ in range(plan.kills):
        time.sleep(plan.pause)
        until = time.monotonic() + 3 * plan.pause
        while not platform.busy and time.monotonic() < until:
            time.sleep(0.005)
        couriers.kill(next((pid for pid, _ in owners(store).most_common(1)), 0))


def _door(store: Store) -> Runtime:
    """A web process's Runtime, as far as echoes go."""
    listener = Messenger(MetaApp((APP_SECRET,)), app_id=APP)
    journal = RedisJournal(store, blocking=store)
    channels = {"messenger": listener}
    return house(conversations=RedisConversations(store), journal=journal, channels=channels).runtime


@contextmanager
def _telling(platform: Platform, runtime: Runtime) -> Iterator[None]:
    """Deliver echoes while the block lasts."""
    over = Event()

    def tell() -> None:
        while not over.wait(0.02):
            for body in platform.echoes():
                taken = inbox.receive(runtime, "messenger", signed(body, APP_SECRET), body)
                assert taken.result == "taken", taken

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join(10)


def _judged(told: dict[str, list[str]], wanted: dict[str, list[str]], kills: int, seconds: float) -> Outcome:
    """What came twice in a row is counted; with that taken out, everything must be there and in order."""
    lost, disordered, twice = [], [], 0
    for user, texts in wanted.items():
        heard = told.get(user, [])
        once = [text for index, text in enumerate(heard) if index == 0 or heard[index - 1] != text]
        twice += len(heard) - len(once)
        if set(texts) - set(heard):
            lost.append(f"{user}: {heard}")
        elif once != texts:
            disordered.append(f"{user}: {heard}")
    return Outcome(lost, disordered, twice, kills, round(seconds, 1))


def main() -> None:
    """Run the long form and print what came of it; 1 when anything is lost, disordered, or twice in spite of echoes."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--messages", type=int, default=LONG.messages)
    words.add_argument("--threads", type=int, default=LONG.threads)
    words.add_argument("--kills", type=int, default=LONG.kills)
    words.add_argument("--no-echoes", action="store_true", help="the platform does not tell what it took")
    chosen = words.parse_args()
    plan = Plan(chosen.messages, chosen.threads, chosen.kills, echoes=not chosen.no_echoes)
    outcome = run(plan)
    sys.stdout.write(f"{msgspec.json.encode(outcome).decode()}\n")
    sys.exit(bool(outcome.lost or outcome.disordered or (plan.echoes and outcome.twice)))


if __name__ == "__main__":
    main()
