"""The PIN of a wallet: set, changed, removed, forgotten, and how guesses are counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest

from bot.domain.errors import IllegalError
from bot.domain.payment.activity import Activity
from bot.domain.payment.pin import FIRST_LOCK, MOST_WRONG
from bot.sandbox.cards import by_name
from bot.services import pins
from bot.services.wallet_changes import Change, Outcome
from bot.telemetry import Meter
from tests.builders.cards import METHOD, TRAVELLER, save_card
from tests.fakes.records_pins import QuickPins
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import THREAD, Plan, Town

PIN, NEW, BAD = "4711", "58203", "0815"


def page(number: int = 1) -> Change:
    """A form of the page."""
    return Change(f"page:{number}", THREAD, TRAVELLER)


@pytest.fixture(name="noted", autouse=True)
def _noted(monkeypatch: pytest.MonkeyPatch) -> list[Activity]:
    """What was noted as activity of the account."""
    noted: list[Activity] = []
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)
    monkeypatch.setattr("bot.services.activity.note", lambda _work, _traveller, activity: noted.append(activity))
    return noted


@pytest.fixture(name="town")
def _town() -> Town:
    """A traveller with a saved Visa and a PIN."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, by_name("visa").number, thread=THREAD)
    assert pins.set_pin(town.runtime, page(0), PIN) == Outcome("pin_set", done=True)
    return town


def guess(town: Town, text: str) -> Outcome:
    """One guess, committed."""
    with town.records.begin() as work:
        return pins.compare(town.runtime, work, TRAVELLER, text, thread=THREAD)


def test_a_pin_is_kept_as_a_hash_alone(town: Town, noted: list[Activity]) -> None:
    """Nobody who reads the table or the notes learns it; the profile says that there is one."""
    kept = town.records.pins.pins[TRAVELLER]
    assert PIN not in repr(kept) + repr(town.talk.debts) + repr(noted)
    assert [one.kind for one in noted] == ["pin_changed"]
    assert [debt.event.profile.pin for debt in town.talk.debts.values()] == [True]


@pytest.mark.parametrize(("new", "key"), [("123", "pin_shape"), ("4711a", "pin_shape"), ("1234", "pin_easy")])
def test_what_is_no_good_pin_is_refused(town: Town, new: str, key: str) -> None:
    """In setting and in changing; a change asks for the old one only when the new one may be one."""
    assert pins.set_pin(town.runtime, page(), new).key == key
    assert pins.change_pin(town.runtime, page(), BAD, new).key == key
    assert town.records.pins.pins[TRAVELLER].wrong == 0


def test_a_pin_that_is_set_is_changed_by_who_knows_it(town: Town) -> None:
    """Whoever found the page open sets no PIN of their own."""
    assert pins.set_pin(town.runtime, page(), NEW) == Outcome("pin_there")
    assert pins.change_pin(town.runtime, page(), BAD, NEW) == Outcome("pin_wrong", left=4)
    assert guess(town, PIN).done
    assert pins.change_pin(town.runtime, page(), PIN, NEW) == Outcome("pin_changed", done=True)
    assert guess(town, NEW).done


def test_forms_that_are_sent_twice_are_done_once(town: Town, noted: list[Activity]) -> None:
    """A double click counts as no wrong guess, though the old PIN is not right any more."""
    assert pins.set_pin(town.runtime, page(0), PIN).key == "pin_set"
    for _ in range(2):
        assert pins.change_pin(town.runtime, page(1), PIN, NEW).key == "pin_changed"
    assert pins.remove_pin(town.runtime, page(2), NEW) == Outcome("pin_removed", done=True)
    assert pins.remove_pin(town.runtime, page(2), NEW) == Outcome("pin_none")
    assert [one.kind for one in noted] == ["pin_changed"] * 3


def test_a_pin_is_removed_by_who_knows_it(town: Town) -> None:
    """A wrong one is counted here, too."""
    assert pins.remove_pin(town.runtime, page(), BAD) == Outcome("pin_wrong", left=4)
    assert pins.remove_pin(town.runtime, page(), PIN).done
    assert guess(town, PIN) == Outcome("pin_none")


def test_a_forgotten_pin_goes_with_every_method(town: Town) -> None:
    """What it guarded is gone here and at the gateway, so that nobody gets at it; a new PIN may be set."""
    assert pins.forget_pin(town.runtime, Change("tap#0", THREAD)) == Outcome("pin_forgotten", done=True)
    assert town.records.wallet.methods[METHOD].state == "removed"
    assert town.gateway.records().saved == ()
    assert pins.set_pin(town.runtime, page(5), NEW).done


def test_the_fifth_wrong_guess_locks_and_not_even_the_right_one_opens(town: Town, noted: list[Activity]) -> None:
    """The traveller is told; while it is locked nothing is compared, and afterwards it begins anew."""
    assert [guess(town, BAD).left for _ in range(4)] == [4, 3, 2, 1]
    until = town.clock.now() + FIRST_LOCK
    assert guess(town, BAD) == Outcome("pin_locked", until=until)
    hasher = town.runtime.pins
    assert isinstance(hasher, QuickPins)
    compared = hasher.compared
    assert guess(town, PIN) == Outcome("pin_locked", until=until)
    assert hasher.compared == compared
    assert [one.kind for one in noted if one.kind == "pin_locked"] == ["pin_locked"]
    town.clock.moment += FIRST_LOCK + timedelta(seconds=1)
    assert guess(town, PIN).done
    assert town.records.pins.pins[TRAVELLER].locks == 0


@pytest.mark.parametrize("text", ["", "471", "47 11", "abcd", "471147114711"])
def test_what_is_no_pin_at_all_is_not_counted(town: Town, text: str) -> None:
    """A slip of the finger costs no try."""
    assert guess(town, text) == Outcome("pin_shape", left=5)


def test_guesses_that_come_at_once_are_five_all_the_same(town: Town) -> None:
    """Twenty tabs find out no more than one."""
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: guess(town, BAD), range(20)))
    assert sum(outcome.key == "pin_wrong" for outcome in outcomes) == MOST_WRONG - 1
    assert sum(outcome.key == "pin_locked" for outcome in outcomes) == 20 - (MOST_WRONG - 1)


def test_a_process_without_a_hasher_asks_for_no_pin(town: Town) -> None:
    """A role that was never meant to see PINs says so instead of letting everything pass."""
    bare = msgspec.structs.replace(town.runtime, pins=None)
    with pytest.raises(IllegalError), town.records.begin() as work:
        pins.compare(bare, work, TRAVELLER, PIN, thread=THREAD)


def test_what_is_counted_has_a_counter(town: Town) -> None:
    """Right, wrong and locked are numbers that staff see, and no fault in the middle of a payment."""
    meter = Meter()
    counted = msgspec.structs.replace(town.runtime, meter=meter)
    for text in (PIN, *[BAD] * MOST_WRONG):
        with town.records.begin() as work:
            pins.compare(counted, work, TRAVELLER, text, thread=THREAD)
    shown = meter.exposition().decode()
    for result, times in (("right", 1), ("wrong", MOST_WRONG - 1), ("locked", 1)):
        assert f'pins_total{{result="{result}"}} {times}.0' in shown
