"""A saved card whose token the gateway has lost: a new one from the vault, for a reason that is written down, once."""

import pytest

from bot.domain.conversation.effects import PayWithSaved
from bot.sandbox.cards import by_name
from bot.services import saved_methods, turns
from tests.builders.cards import INSTRUMENT, METHOD
from tests.fakes.memory_vault import MemoryVault
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import EFFECT, THREAD, Plan, Town

GOOD = by_name("visa").number


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


@pytest.fixture(name="town")
def _town() -> Town:
    """Seats are held, a card is saved, and the gateway has lost it."""
    town = Town(Plan((), saved=GOOD, unknown=True), Fuse())
    town.begin()
    town.sweep()
    return town


def tap(town: Town) -> None:
    """A tap on the button that pays."""
    saved_methods.pay(town.runtime, "tap#0", THREAD, PayWithSaved(EFFECT, METHOD))


def test_the_card_pays_with_a_new_token_and_the_reveal_is_told(town: Town) -> None:
    """The traveller notices nothing; whoever audits sees which payment it was for."""
    before = town.records.money.instruments[INSTRUMENT].token
    tap(town)
    card = town.records.money.instruments[INSTRUMENT]
    assert town.checkout is not None
    assert town.checkout.state == "paid"
    assert (card.token != before, card.renewed_for) == (True, "")
    (reveal,) = town.vault.reveals(most=9)
    assert (reveal.why.purpose, reveal.why.subject, reveal.result) == (
        "tokenize",
        town.checkout.payments[0].id,
        "revealed",
    )
    assert [key for operation, key in town.gateway.calls if operation == "tokenize"][1:] == [
        f"{town.checkout.payments[0].attempts[0].key}:renew"
    ]


def test_a_card_of_another_gateway_is_not_even_asked_about(town: Town) -> None:
    """A token of somebody else's is never sent to this gateway."""
    card = town.records.money.instruments[INSTRUMENT]
    town.records.money.instruments[INSTRUMENT] = type(card)(
        **{**{name: getattr(card, name) for name in card.__struct_fields__}, "gateway": "of_yesterday"}
    )
    town.gateway.calls.clear()
    tap(town)
    assert town.checkout is not None
    assert town.checkout.state == "paid"
    assert [operation for operation, _ in town.gateway.calls][:2] == ["tokenize", "authorize"]
    assert town.records.money.instruments[INSTRUMENT].gateway == "sandbox"


def test_a_vault_that_gives_too_much_puts_off_and_calls_staff(town: Town) -> None:
    """The limit holds: nothing is charged, the step comes again later, and a person is told."""
    strict = MemoryVault(town.clock, record=0)
    strict._kept, strict._keys = town.vault._kept, town.vault._keys
    town.runtime = type(town.runtime)(
        **{**{name: getattr(town.runtime, name) for name in town.runtime.__struct_fields__}, "vault": strict}
    )
    tap(town)
    assert town.checkout is not None
    assert town.checkout.state == "authorizing"
    assert town.counts.counted["needs_staff vault"] == 1
    assert town.records.money.next_step_at() is not None


def test_without_its_number_the_card_is_declined(town: Town) -> None:
    """What is in no vault cannot be made anew: the traveller takes another card."""
    card = town.records.money.instruments[INSTRUMENT]
    assert card.vault is not None
    town.vault.destroy(card.vault)
    tap(town)
    assert town.checkout is not None
    assert (town.checkout.state, town.checkout.payments[0].code) == ("collecting", "unknown_token")
