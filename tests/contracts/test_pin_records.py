"""What every store of PINs promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import IllegalError, ThreadfareError
from bot.domain.payment.pin import MOST_WRONG, Pin, after_wrong
from bot.ports.pins import PinLink
from bot.ports.wallet_records import Traveller
from tests.builders.checkouts import NOW
from tests.contracts.test_wallet_records import saved

_NUMBERS = count(5001)
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def ada(records: Any) -> Traveller:
    """A traveller whom nobody else has."""
    known = Traveller(f"trv_pin{next(_NUMBERS)}", NOW)
    with records.begin() as work:
        work.wallet.enroll(f"messenger:page:{known.id}", known)
    return known


def test_a_pin_comes_back_as_it_was_kept(records: Any, ada: Traveller) -> None:
    """With its count and its lock; in its place comes the next one, and none is left when it is forgotten."""
    kept = after_wrong(Pin(ada.id, "hash", NOW, by="page:1"), NOW)
    locked = msgspec.structs.replace(kept, wrong=0, locks=3, locked_until=LATER)
    for pin in (kept, locked):
        with records.begin() as work:
            work.pins.save(pin)
        with records.begin() as work:
            assert work.pins.pin(ada.id) == pin
            assert work.pins.pin(f"{ada.id}x") is None
    for _ in range(2):
        with records.begin() as work:
            work.pins.forget(ada.id)
    with records.begin() as work:
        assert work.pins.pin(ada.id) is None


def test_no_more_than_five_wrong_ones_can_be_stored(records: Any, ada: Traveller) -> None:
    """Not even a fault of ours gives anybody a sixth try."""
    with pytest.raises((IllegalError, IntegrityError, ThreadfareError)), records.begin() as work:
        work.pins.save(Pin(ada.id, "hash", NOW, wrong=MOST_WRONG))


def test_a_guess_that_is_taken_back_was_never_counted(records: Any, ada: Traveller) -> None:
    """A transaction that fails leaves the count as it was."""
    with records.begin() as work:
        work.pins.save(Pin(ada.id, "hash", NOW))
    with pytest.raises(ZeroDivisionError), records.begin() as work:
        _count_and_fail(work, ada)
    with records.begin() as work:
        assert work.pins.pin(ada.id) == Pin(ada.id, "hash", NOW)


def _count_and_fail(work: Any, ada: Traveller) -> None:
    work.pins.save(Pin(ada.id, "hash", NOW, wrong=3))
    raise ZeroDivisionError


def test_a_link_is_kept_once_and_used_once(records: Any, ada: Traveller) -> None:
    """The same link again changes nothing; what it confirmed it has confirmed."""
    method = saved(records, ada)
    link = PinLink(f"hash_{method.id}", method.checkout, method.id, LATER)
    for one in (link, msgspec.structs.replace(link, expires=NOW)):
        with records.begin() as work:
            work.pins.add_link(one)
    with records.begin() as work:
        assert work.pins.link(link.token_hash) == link
        assert work.pins.link("nobody's") is None
        work.pins.use_link(link.token_hash, at=LATER)
    with records.begin() as work:
        assert work.pins.link(link.token_hash) == msgspec.structs.replace(link, used_at=LATER)
