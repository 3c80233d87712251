"""`threadfare reviews` lists what waits for a person, shows why, and has it go on or not."""

import sys
from datetime import datetime, timedelta
from types import ModuleType

import msgspec
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import reviews as command
from bot.config import Settings
from bot.ports.runtime import Runtime
from tests.builders.books import Books, books
from tests.fakes.records import MemoryRecords
from tests.journeys.crash_points.plans import HOLDS

ENVIRONMENT = {"DATABASE_URL": "postgresql://db/x", "REDIS_URL": "redis://r/0", "SECRET_KEY": "s" * 32}


class Held(msgspec.Struct):
    """The town and the name of what waits in it."""

    town: Books
    name: str = ""

    @property
    def state(self) -> str:
        """Where the checkout is."""
        (checkout,) = self.town.home.records.money.checkouts.values()
        return checkout.state


@pytest.fixture(name="held")
def _held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """A payment that is held, behind the command."""
    town = books(fraud_rules=HOLDS)
    town.pay(town.begin("ada"))
    module = ModuleType("bot.bootstrap")

    def open_records(_: Settings) -> MemoryRecords:
        return town.home.records

    def build(_: Settings, role: str) -> Runtime:
        assert role == "staff"
        return msgspec.structs.replace(town.runtime, gateway=None, vault=None, card_opener=None)

    class Clock:
        def now(self) -> datetime:
            """Three minutes later."""
            return town.home.clock.now() + timedelta(minutes=3)

    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setattr(module, "build", build, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    monkeypatch.setattr(command, "SystemClock", Clock)
    (name,) = town.home.records.fraud.held
    return Held(town, name)


def _run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner(env={**ENVIRONMENT, **environment}).invoke(main, ["reviews", *arguments])
    return result.exit_code, result.output


def test_what_waits_is_listed_with_why(held: Held) -> None:
    """1 while anything waits, so that a watch can ring."""
    code, output = _run("list")
    assert (code, held.name in output, "3 min" in output, "first" in output) == (1, True, True, True)


def test_everything_that_is_known_of_it_is_shown(held: Held) -> None:
    """Amount, method, until when, the rules and each fact; no name and no address."""
    code, output = _run("show", held.name)
    assert code == 0
    assert all(word in output for word in ("Visa", "EUR", "UTC", "waits", "velocity.thread.cards_1h", "not known"))
    assert "ada@example.org" not in output


def test_who_is_allowed_gets_tickets(held: Held) -> None:
    """A worker goes on; a second word is refused."""
    code, output = _run("allow", held.name, "--by", "Ida")
    assert (code, "goes on" in output, held.state) == (0, True, "authorizing")
    held.town.run()
    assert held.state == "paid"
    assert _run("list") == (0, "No payment waits.\n")
    code, output = _run("reject", held.name, "--by", "Ben")
    assert (code, "decided this payment before" in output) == (1, True)


def test_a_rejection_offers_to_block_the_card(held: Held) -> None:
    """Or blocks it at once."""
    code, output = _run("reject", held.name, "--by", "Ida")
    assert (code, held.state) == (0, "collecting")
    payment = held.name.split(":")[1]
    assert f"threadfare fraud block card {payment}" in output


def test_a_card_is_rejected_and_blocked_at_once(held: Held) -> None:
    """One command in the middle of an attack."""
    code, output = _run("reject", held.name, "--by", "Ida", "--block")
    assert (code, "is blocked" in output) == (0, True)
    assert len(held.town.home.records.fraud.lists) == 1


def test_what_is_not_held_is_said(held: Held) -> None:
    """2 and a sentence; without a name nobody decides."""
    assert held
    for arguments in (("show", "x"), ("allow", "x", "--by", "Ida"), ("reject", "x", "--by", "Ida")):
        code, output = _run(*arguments)
        assert (code, "of that name" in output) == (2, True)
    assert _run("allow", held.name)[0] == 2
    assert _run("allow", held.name, "--by", "Ida", SECRET_KEY="")[0] == 2
