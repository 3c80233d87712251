"""Proves bot/sandbox/store.py."""

from pathlib import Path

from bot.sandbox.app import create_sandbox
from bot.sandbox.cards import CARDS
from tests.fakes.sandbox_server import MovedClock
from tests.sandbox.conftest import Caller, settings

CANARY = "4242429988776655"
CODE = "847"


def everything(folder: Path) -> bytes:
    """The bytes of every file in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_number_and_no_code_is_ever_written(tmp_path: Path) -> None:
    """A stolen file of the sandbox holds no card: not in its tables, not in its log, not in stored answers."""
    app = create_sandbox(settings(data=str(tmp_path / "sandbox.db")), MovedClock())
    caller = Caller(app, MovedClock())
    for number in (CANARY, "4000000000009995", "4111111111111111", "4242424242424241"):
        caller.post("tokens", {"number": number, "exp_month": 12, "exp_year": 2090, "code": CODE, "name": "A B"})
    caller.post("tokens", {"number": CANARY, "exp_month": 12, "exp_year": 2090, "code": CODE}, "again")
    caller.post("tokens", {"number": CANARY, "exp_month": 12, "exp_year": 2090, "code": CODE}, "again")
    caller.authorize(CANARY)
    while_open = everything(tmp_path)
    app.stop()
    kept = while_open + everything(tmp_path)
    assert CANARY[-4:].encode() in kept
    for number in (CANARY, *(card.number for card in CARDS)):
        assert number.encode() not in kept
        assert number[:12].encode() not in kept
    assert f'"{CODE}"'.encode() not in kept


def test_everything_is_still_there_after_a_restart(tmp_path: Path) -> None:
    """A demo that is stopped and started again knows its payments, and a repeated request is still a replay."""
    chosen, clock = settings(data=str(tmp_path / "sandbox.db")), MovedClock()
    app = create_sandbox(chosen, clock)
    before = Caller(app, clock)
    reference = before.reference()
    body = {"amount": 42000, "currency": "EUR"}
    first = before.post(f"payments/{reference}/capture", body, "cap").data
    app.stop()
    app = create_sandbox(chosen, clock)
    after = Caller(app, clock)
    again = after.post(f"payments/{reference}/capture", body, "cap")
    assert again.data == first
    assert again.headers["Idempotent-Replayed"] == "true"
    assert after.kinds() == ["authorized", "captured"]
    app.stop()


def test_payments_keep_the_order_in_which_they_came(caller: Caller) -> None:
    """A merchant with two attempts on one payment reads the older one first, also after it changed."""
    first, second = caller.reference(), caller.reference()
    caller.post(f"payments/{first}/void", {})
    listed = caller.get("payments?payment=pay_1").get_json()["payments"]
    assert [(payment["id"], payment["state"]) for payment in listed] == [(first, "voided"), (second, "authorized")]


def test_what_was_put_off_survives_a_restart(tmp_path: Path) -> None:
    """A refund that was pending when the sandbox stopped is done when it is back."""
    chosen, clock = settings(data=str(tmp_path / "sandbox.db"), settle=5.0), MovedClock()
    app = create_sandbox(chosen, clock)
    caller = Caller(app, clock)
    assert caller.authorize("4000111009000008")["result"] == "pending"
    app.stop()
    app = create_sandbox(chosen, clock)
    caller = Caller(app, clock)
    assert caller.kinds() == ["pending"]
    clock.ahead = 6
    assert caller.kinds() == ["pending", "authorized"]
    app.stop()
