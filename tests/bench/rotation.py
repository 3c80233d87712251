"""Key rotation during payments: purchases that save their cards, while every key comes and goes beside them.

Theory. The deployment is `threadfare demo`; the keys are changed by `threadfare keys` in processes of its own, as those
who keep them do it: a new key for pay pages, a new key for the vault, a rewrap of all that is stored, and the older
vault key destroyed. At the end an hour passes and everything that was replaced is destroyed. Lost is a payment that the
sandbox did not take exactly once, and a saved number that does not open as what was typed: one of them ends the bench.
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import msgspec
from sqlalchemy import text

from bot.adapters.clock import SystemClock
from bot.adapters.envelope import AesEnvelope
from bot.adapters.kms_files import FileFingerprints, FileKms
from bot.adapters.sql.vault import Asker, Limits, SqlVault
from bot.config import load_settings
from bot.domain.errors import ThreadfareError
from bot.domain.secret import Identity
from bot.embedded.folder import told_addresses
from bot.ports.vault import Why
from tests.bench.cpu import require_proc
from tests.bench.lending import Starts
from tests.bench.purchases import Bought, RefusedError, Shop
from tests.journeys import canaries
from tests.journeys.town import Town

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND_WITHIN = 120.0
_AN_HOUR_AND_MORE = 3700.0
_VAULT_LINE = re.compile(r"^vault +(\d+) ", re.MULTILINE)
_CAPTURE_LINE = re.compile(r"^capture +(\S+) +made \S+ +opens", re.MULTILINE)
_REWRAPPED = re.compile(r"(\d+) records were put under the newest key")


class Plan(msgspec.Struct, frozen=True):
    """How many purchases are paid, in how many goes: what is held must be paid within its time."""

    purchases: int
    at_once: int


LONG = Plan(purchases=1000, at_once=100)
SHORT = Plan(purchases=10, at_once=10)


class Figures(msgspec.Struct, frozen=True):
    """What `threadfare bench rotation` tells; `commands` counts what was done to the keys, and how often."""

    purchases: int
    seconds: float
    per_second: float
    commands: dict[str, int]
    rewrapped: int
    keys_left: int
    opened: int
    lost: int


class LostError(ThreadfareError):
    """A saved number does not open any more."""


def measure(plan: Plan, *, say: Callable[[str], None], towns: Starts[Town]) -> Figures:
    """Buy while keys change, on a deployment of its own; raises `RefusedError` or `LostError`."""
    require_proc()
    say("Starting a deployment…")
    with towns() as town:
        keeper, over, before = Keeper(town), Event(), _kept(town)
        numbers = [canaries.card_number() for _ in range(plan.purchases)]
        say(f"{plan.purchases} purchases that save their cards, while keys are rotated…")
        with ThreadPoolExecutor(1) as beside:
            rotating = beside.submit(keeper.rotate_until, over)
            try:
                goes = _buy(Shop(town), numbers, at_once=plan.at_once)
            finally:
                over.set()
            rotating.result()
        say("An hour passes, and every older key is destroyed…")
        keeper.destroy_older()
        lost = _lost(town, numbers, before=before)
        if lost:
            raise LostError(f"No figures: of {plan.purchases} saved numbers {lost} do not open as what was typed.")
        seconds = sum(go.pay_seconds for go in goes)
        left = len(_VAULT_LINE.findall(keeper.opens()))
        done = dict(keeper.done)
        return Figures(
            plan.purchases, seconds, plan.purchases / seconds, done, keeper.rewrapped, left, len(numbers), lost
        )


def _buy(shop: Shop, numbers: Sequence[str], *, at_once: int) -> list[Bought]:
    goes = [numbers[at : at + at_once] for at in range(0, len(numbers), at_once)]
    return [shop.buy(len(cards), saving=True, numbers=cards) for cards in goes]


class Keeper:
    """Who keeps the keys of a town, and changes them with `threadfare keys`; `done` counts the commands."""

    def __init__(self, town: Town) -> None:
        self.done: Counter[str] = Counter()
        self.rewrapped = 0
        self._town = town

    def rotate_until(self, over: Event) -> None:
        """Change every key again and again; the commands that may be refused are those that destroy."""
        while True:
            self._run("rotate", "capture")
            self._run("rotate", "vault")
            self._retire_older()
            if over.is_set():
                return

    def destroy_older(self) -> None:
        """Let an hour pass and destroy every key that was replaced, of pay pages and of the vault."""
        self._town.pass_time(_AN_HOUR_AND_MORE)
        for kid in _CAPTURE_LINE.findall(self._run("list", counted=False)):
            self._run("retire", kid, may_be_refused=True, named="retire capture")
        self._retire_older()

    def opens(self) -> str:
        """What `threadfare keys list` says of the vault's keys that still open."""
        lines = self._run("list", counted=False).splitlines()
        return "\n".join(line for line in lines if "retired" not in line)

    def _retire_older(self) -> None:
        """Destroy the older keys of the vault; a store that had begun under one is rewrapped the next time."""
        self.rewrapped += sum(map(int, _REWRAPPED.findall(self._run("rewrap"))))
        for version in _VAULT_LINE.findall(self.opens())[:-1]:
            self._run("retire", version, may_be_refused=True, named="retire vault")

    def _run(self, *words: str, may_be_refused: bool = False, named: str = "", counted: bool = True) -> str:
        command = [sys.executable, "-m", "bot.cli", "keys", "--data", str(self._town.folder / "data"), *words]
        ended = subprocess.run(  # noqa: S603  our own program
            command,
            env=self._town.environment(),
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=_COMMAND_WITHIN,
            check=False,
        )
        refused = ended.returncode != 0
        if refused and not may_be_refused:
            raise RefusedError(f"`threadfare keys {' '.join(words)}` failed: {ended.stderr.strip()}")
        if counted:
            self.done[f"{named or ' '.join(words)}{' (refused)' if refused else ''}"] += 1
        return ended.stdout


def _lost(town: Town, numbers: Sequence[str], *, before: int) -> int:
    """How many of the numbers that were typed do not open in the vault, each of a method kept beside those `before`."""
    town.wait_for(lambda: _kept(town) == before + len(numbers), "every method that was to be saved")
    vault, asked = _vault(town), text("SELECT vault_table, vault_id, vault_traveller, vault_kind FROM instruments")
    with town.engine.connect() as connection:
        names = [Identity(*row) for row in connection.execute(asked)]
    opened = Counter(filter(None, (_open(vault, name) for name in names)))
    return (Counter(numbers) - opened).total()


def _open(vault: SqlVault, name: Identity) -> str:
    if not name.id:
        return ""
    try:
        with vault.reveal(name, Why("tokenize", "bench")) as secret:
            return secret.text()
    except ThreadfareError:
        return ""


def _kept(town: Town) -> int:
    with town.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM methods WHERE state = 'active'")) or 0)


def _vault(town: Town) -> SqlVault:
    """The vault as a worker opens it, without its limits."""
    settings = load_settings({**town.environment(), **told_addresses(town.folder / "data")})
    if settings.vault_keys_dir is None or settings.vault_fingerprint_key is None:
        raise RefusedError("The deployment has no vault.")
    envelope = AesEnvelope(FileKms(settings.vault_keys_dir), FileFingerprints(settings.vault_fingerprint_key))
    limits = Limits(record=10**9, process=10**9)
    return SqlVault(town.engine, envelope, clock=SystemClock(), asker=Asker("worker", "bench"), limits=limits)
