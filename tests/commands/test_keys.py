"""`threadfare keys` lists, rotates and retires, and tells no key."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from click.testing import CliRunner

from bot.adapters.keys import RETIRING, rotate_keys
from bot.cli import main
from bot.config import Settings
from bot.domain.secret import Identity, Secret
from bot.ports.vault import VaultKey, Why
from tests.fakes.clock import StandingClock
from tests.fakes.memory_vault import MemoryVault

CARD = Identity("instruments", "ins_1", "trv_1", "card")


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch) -> MemoryVault:
    """The vault behind the command, with one record."""
    kept = MemoryVault(StandingClock(datetime.now(UTC)))
    kept.rotate()
    kept.store(CARD, Secret(b"4242424242424242"))
    module = ModuleType("bot.bootstrap_vault")

    @contextmanager
    def vault_keys(_: Settings, *, make: bool = False) -> Iterator[MemoryVault]:
        made.append(make)
        yield kept

    made: list[bool] = []
    monkeypatch.setattr(module, "vault_keys", vault_keys, raising=False)
    monkeypatch.setattr(module, "made", made, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap_vault", module)
    return kept


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    """The folder of the capture keys, which the environment names."""
    return tmp_path / "capture"


def _run(capture: Path, *arguments: str) -> tuple[int, str]:
    capture.mkdir(exist_ok=True)
    environ = {
        "DATABASE_URL": "postgresql://db/x",
        "CAPTURE_KEYS_DIR": str(capture),
        "CAPTURE_PUBLIC_KEYS": str(capture.parent / "public.json"),
        "VAULT_KEYS_DIR": str(capture.parent),
        "VAULT_FINGERPRINT_KEY": str(capture.parent / "fingerprints"),
    }
    result = CliRunner(env=environ).invoke(main, ["keys", *arguments])
    return result.exit_code, result.output


def _rotated(capture: Path, *, ago: timedelta) -> str:
    """A capture key that was made so long ago."""
    return rotate_keys(capture, capture.parent / "public.json", now=datetime.now(UTC) - ago, at_once=True)


def test_every_key_is_listed_with_what_needs_it(capture: Path, vault: MemoryVault) -> None:
    """Who keeps the keys sees which may be destroyed, and no key."""
    old, new = (_rotated(capture, ago=timedelta(minutes=minutes)) for minutes in (90, 30))
    vault.rotate()
    code, output = _run(capture, "list")
    first, second, third, fourth = output.splitlines()
    assert code == 0
    assert (old in first, "opens until" in first) == (True, True)
    assert (new in second, second.endswith("active")) == (True, True)
    assert (third[:10], third.endswith("opens, 1 records")) == ("vault    1", True)
    assert (fourth[:10], fourth.endswith("active, 0 records")) == ("vault    2", True)
    assert '"d"' not in output


def test_a_key_that_is_missing_or_old_is_told(capture: Path, vault: MemoryVault) -> None:
    """Who looks at the list once a month forgets no key, and sees at once when a folder lost one."""
    vault._keys[1] = msgspec.structs.replace(vault._keys[1], here=False)
    vault._keys[2] = VaultKey(2, datetime.now(UTC) - timedelta(days=366), None, 0, here=True)
    first, second = _run(capture, "list")[1].splitlines()
    assert "MISSING from VAULT_KEYS_DIR" in first
    assert "active for more than a year: rotate it" in second


def test_a_key_of_the_vault_is_replaced_rewrapped_and_destroyed(capture: Path, vault: MemoryVault) -> None:
    """The whole life of a key, in three commands; the second may be left out only at the price of the third."""
    code, output = _run(capture, "rotate", "vault")
    assert (code, "Key 2 wraps" in output, "1 records are under older keys" in output) == (0, True, True)
    code, output = _run(capture, "retire", "1")
    assert (code, "1 records need key 1" in output) == (2, True)
    code, output = _run(capture, "rewrap", "--batch", "10")
    assert (code, "1 records were put under the newest key." in output) == (0, True)
    assert _run(capture, "retire", "1") == (0, "1 is destroyed.\n")
    assert vault.reveal(CARD, Why("authorize", "pay_1")).text() == "4242424242424242"
    assert "retired" in _run(capture, "list")[1]


def test_records_that_do_not_open_are_named(capture: Path, vault: MemoryVault) -> None:
    """A script that rotates keys stops there, and staff know which record to look at."""
    vault.rotate()
    vault.damaged = {("instruments", "ins_1")}
    code, output = _run(capture, "rewrap")
    assert (code, "instruments ins_1 does not open" in output) == (1, True)


def test_a_capture_key_is_replaced_at_once(capture: Path) -> None:
    """Pay pages encrypt for the new one; the old one opens what is on its way."""
    old = _rotated(capture, ago=timedelta(minutes=5))
    code, output = _run(capture, "rotate", "capture")
    assert (code, output.startswith("Pay pages encrypt for tfc-")) == (0, True)
    assert old not in output
    assert (capture / f"{old}.jwk").exists()


def test_a_capture_key_is_destroyed_when_nothing_is_on_its_way(capture: Path) -> None:
    """A card that a traveller has just typed is not lost; a key that was stolen is destroyed all the same."""
    stolen, active = (_rotated(capture, ago=timedelta(minutes=minutes)) for minutes in (9, 3))
    for kid, told in ((active, "make a newer one first"), (stolen, "on their way"), ("tfc-no", "no capture key")):
        code, output = _run(capture, "retire", kid)
        assert (code, told in output) == (2, True), output
    assert _run(capture, "retire", stolen, "--compromised")[0] == 0
    assert [path.stem for path in capture.glob("*.jwk")] == [active]


def test_an_hour_after_it_was_replaced_a_capture_key_may_go(capture: Path) -> None:
    """By then every pay link of before has ended."""
    old = _rotated(capture, ago=2 * RETIRING)
    _rotated(capture, ago=RETIRING)
    assert (capture / f"{old}.jwk").exists()
    assert _run(capture, "retire", old)[0] == 0
    assert not (capture / f"{old}.jwk").exists()


def test_reveals_are_told_without_what_was_revealed(capture: Path, vault: MemoryVault) -> None:
    """An auditor reads who asked for which card and why."""
    for subject in ("pay_1", "pay_2"):
        vault.reveal(CARD, Why("authorize", subject))
    code, output = _run(capture, "reveals", "--most", "1")
    assert code == 0
    assert output.endswith("worker one  revealed card of instruments ins_1 to authorize pay_2\n")
    assert len(output.splitlines()) == 1
    assert "4242" not in output


@pytest.mark.parametrize("words", [("retire", "tfc-1"), ("rotate", "capture")])
def test_without_capture_keys_it_is_said_which_setting_is_missing(words: tuple[str, ...]) -> None:
    """Who runs it in the wrong place is told."""
    result = CliRunner(env={"DATABASE_URL": "postgresql://db/x"}).invoke(main, ["keys", *words])
    assert (result.exit_code, "CAPTURE_KEYS_DIR" in result.output) == (2, True)
