"""What every store of setups promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_case import Step
from bot.domain.errors import ConflictError
from bot.domain.payment.instrument import KeptInstrument, forgotten
from bot.domain.payment.setup import LASTS, Setup, begin
from bot.domain.secret import Identity
from bot.ports.money_records import KeptStep
from bot.ports.wallet_records import Traveller
from tests.builders.checkouts import NOW

_NUMBERS = count(101)
LEASE = timedelta(seconds=60)


@pytest.fixture
def setup(records: Any) -> Setup:
    """A setup of a traveller, which is due at once."""
    number = next(_NUMBERS)
    traveller, thread = f"trv_setup{number}", f"messenger:page:setup{number}"
    fresh = begin(Setup(f"stp_{number}", traveller, thread, "card", "vault", "en", NOW, NOW + LASTS))
    fresh = msgspec.structs.replace(fresh, due_at=NOW, state="submitted")
    with records.begin() as work:
        work.wallet.enroll(thread, Traveller(traveller, NOW))
        work.setups.add(fresh)
    return fresh


def test_a_setup_is_read_as_it_was_written(records: Any, setup: Setup) -> None:
    """Nothing of what a traveller began is lost or changed on the way."""
    changed = msgspec.structs.replace(setup, method="Visa •4242", origin=("203.0.113.0/24", "Firefox"), tries=3)
    with records.begin() as work:
        assert work.setups.setup(setup.id) == work.setups.setup(setup.id, lock=True) == setup
        work.setups.save(changed)
    with records.begin() as work:
        assert work.setups.setup(setup.id) == changed
        assert work.setups.setup("stp_none") is None


def test_one_worker_at_a_time_has_a_setup(records: Any, setup: Setup) -> None:
    """Two workers that are rung at once do not both ask the gateway; when one dies, another takes over."""
    with records.begin() as work:
        first = work.setups.lease(setup.id, now=NOW, until=NOW + LEASE)
        assert first is not None
        assert first.setup == setup
    with records.begin() as work:
        assert work.setups.lease(setup.id, now=NOW, until=NOW + LEASE) is None
        assert setup.id not in work.setups.due(NOW, most=10_000)
        later = work.setups.lease(setup.id, now=NOW + LEASE, until=NOW + LEASE * 2)
        assert later is not None
        assert later.fence == first.fence + 1
    with pytest.raises(ConflictError), records.begin() as work:
        work.setups.release(first)
    with records.begin() as work:
        work.setups.release(later)
        assert work.setups.lease(setup.id, now=NOW + LEASE, until=NOW + LEASE * 2) is not None


def test_what_is_due_is_found_and_nothing_else(records: Any, setup: Setup) -> None:
    """A sweep finds every setup whose time has come, and none that waits or is over."""
    with records.begin() as work:
        assert setup.id in work.setups.due(NOW, most=10_000)
        assert setup.id not in work.setups.due(NOW - timedelta(seconds=1), most=10_000)
        work.setups.save(msgspec.structs.replace(setup, due_at=None, state="lost"))
    with records.begin() as work:
        assert setup.id not in work.setups.due(NOW + LASTS, most=10_000)
        assert work.setups.lease(setup.id, now=NOW + LASTS, until=NOW + LASTS + LEASE) is None


def test_setups_of_a_traveller_are_counted_since_a_time(records: Any, setup: Setup) -> None:
    """Whoever tries many cards out is noticed."""
    with records.begin() as work:
        assert work.setups.count(setup.traveller, since=NOW) == 1
        assert work.setups.count(setup.traveller, since=NOW + timedelta(seconds=1)) == 0
        assert work.setups.count("trv_nobody", since=NOW) == 0


def card(number: int, **changes: Any) -> KeptInstrument:
    """A card whose number lies in the vault."""
    where = Identity("instruments", f"ins_vault{number}", f"trv_vault{number}", "card")
    kept = KeptInstrument(where.id, "sandbox", "tok_1", "visa", "4242", 12, 2029, "print", vault=where)
    return msgspec.structs.replace(kept, **changes)


def test_an_instrument_keeps_the_whole_name_of_its_number(records: Any) -> None:
    """What lies in the vault opens under that name alone, so none of it may be lost, and all of it goes at once."""
    kept = card(next(_NUMBERS), renewed_for="tf:pay_1:authorize:1")
    with records.begin() as work:
        work.money.keep_instrument(kept, checkout="")
    with records.begin() as work:
        assert work.money.instrument(kept.id) == kept
        work.money.save_instrument(msgspec.structs.replace(kept, token="tok_2", renewed_for=""))
    with records.begin() as work:
        assert work.money.instrument(kept.id) == msgspec.structs.replace(kept, token="tok_2", renewed_for="")
        work.money.forget_instrument(kept.id)
    with records.begin() as work:
        assert work.money.instrument(kept.id) == forgotten(kept)
        assert work.money.instrument(kept.id).vault is None


def test_who_else_lives_of_a_number_is_known(records: Any) -> None:
    """A number is not destroyed while another method of the same card needs it."""
    number = next(_NUMBERS)
    first, second = card(number), card(number, id=f"ins_second{number}")
    with records.begin() as work:
        work.money.keep_instrument(first, checkout="")
        assert not work.money.keeps_secret(first.vault, but=first.id)
        work.money.keep_instrument(second, checkout="")
        assert work.money.keeps_secret(first.vault, but=first.id)
        work.money.save_instrument(msgspec.structs.replace(second, vault=None))
        assert not work.money.keeps_secret(first.vault, but=first.id)


def test_a_step_may_belong_to_no_checkout(records: Any) -> None:
    """A method that was added without a purchase is let go like any other."""
    step = KeptStep(f"step_alone{next(_NUMBERS)}", "", Step("detach", NOW, "ins_1"))
    with records.begin() as work:
        work.money.add_step(step)
    with records.begin() as work:
        leased = work.money.lease_step(step.id, now=NOW, until=NOW + LEASE)
        assert leased is not None
        assert (leased.checkout, leased.step) == ("", step.step)
        work.money.finish_step(leased)
