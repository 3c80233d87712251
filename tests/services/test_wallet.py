"""Wallets: what a booking leaves, what threads are told, and what comes back out of the archive."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.events import ProfileChanged, TicketIssued
from bot.domain.conversation.state import new_conversation
from bot.domain.errors import IllegalError
from bot.ports.wallet_records import Traveller
from bot.sandbox.cards import by_name
from bot.services import wallet
from tests.builders.cards import INSTRUMENT, METHOD, PRICE, TRAVELLER, save_card
from tests.fakes.gateway import FakeGateway
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import THREAD, Plan, Town

GOOD = by_name("visa").number


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


def played(plan: Plan) -> Town:
    """A booking that came to its end."""
    return Town(plan, Fuse()).play()


def profiles(town: Town) -> list[ProfileChanged]:
    """What the thread was told of its traveller."""
    return [told for told in town.told if isinstance(told, ProfileChanged)]


def test_a_booking_leaves_people_and_a_card_in_one_transaction() -> None:
    """Tickets, card, consent and what the thread is told are there together or not at all."""
    town = played(Plan(saves=True))
    (changed,) = profiles(town)
    assert changed.profile.email == "ada@example.org"
    assert [person.family for person in changed.profile.people] == [p.family for p in _passengers(town)][:1]
    assert [card.shown for card in changed.profile.methods] == ["Visa •4242"]
    assert (changed.news, changed.method) == ("method_saved", "Visa •4242")
    kinds = [type(told) for told in town.told]
    assert kinds.index(TicketIssued) < kinds.index(ProfileChanged)
    (given,) = town.records.wallet.consents.values()
    (method,) = town.records.wallet.methods.values()
    assert (given.checkout, given.id, given.traveller) == (method.checkout, method.consent, method.traveller)
    assert given.consent.at <= method.added_at


def _passengers(town: Town) -> Any:
    assert town.checkout is not None
    return town.checkout.order.passengers


def test_without_a_yes_people_are_remembered_and_no_card() -> None:
    """A returning traveller need not type names; the card she types again, as she chose."""
    town = played(Plan())
    (changed,) = profiles(town)
    assert changed.profile.people
    assert changed.profile.methods == ()
    assert changed.news == ""
    assert town.records.wallet.methods == town.records.wallet.consents == {}


def test_the_card_that_paid_is_offered_first() -> None:
    """A saved card that was used is marked with its time."""
    town = played(Plan((), saved=GOOD))
    method = town.records.wallet.methods[METHOD]
    assert method.last_used is not None
    assert not method.preferred
    (changed,) = profiles(town)
    assert changed.profile.revision == 1
    assert [card.id for card in changed.profile.methods] == [METHOD]


def test_the_same_card_is_saved_once() -> None:
    """Ticking the box again puts the new token in the place of the old one, which the gateway forgets."""
    town = Town(Plan(saves=True), Fuse())
    save_card(town.records, town.gateway, GOOD, thread=THREAD)
    town.play()
    active = [method for method in town.records.wallet.methods.values() if method.state == "active"]
    assert [method.id for method in active] != [METHOD]
    assert len(active) == 1
    assert town.records.money.instruments[INSTRUMENT].token == ""
    assert len(town.gateway.records().saved) == 1
    assert [len(changed.profile.methods) for changed in profiles(town)] == [1]


def test_cards_that_the_gateway_does_not_tell_apart_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a fingerprint nobody knows that two cards are one: neither is thrown away for the other."""
    exchange = FakeGateway.tokenize

    def nameless(self: FakeGateway, *args: Any, **kwargs: Any) -> Any:
        said = exchange(self, *args, **kwargs)
        assert said.instrument is not None
        return msgspec.structs.replace(said, instrument=msgspec.structs.replace(said.instrument, fingerprint=""))

    monkeypatch.setattr(FakeGateway, "tokenize", nameless)
    town = Town(Plan((by_name("mastercard").number,), saves=True), Fuse())
    save_card(town.records, town.gateway, GOOD, thread=THREAD)
    town.play()
    assert [card.shown for card in profiles(town)[-1].profile.methods] == ["Mastercard •4444", "Visa •4242"]


def test_another_card_comes_beside_the_first() -> None:
    """Two cards are two buttons, the newer one first."""
    town = Town(Plan((by_name("mastercard").number,), saves=True), Fuse())
    save_card(town.records, town.gateway, GOOD, thread=THREAD)
    town.play()
    assert [card.shown for card in profiles(town)[-1].profile.methods] == ["Mastercard •4444", "Visa •4242"]


def test_every_thread_of_a_traveller_is_told() -> None:
    """What changes in one thread is known in those that are linked to it, each under a name of its own."""
    town = Town(Plan((), saved=GOOD), Fuse())
    town.records.wallet.threads["webchat:TF:ada"] = TRAVELLER
    town.play()
    debts = [debt for debt in town.talk.debts.values() if isinstance(debt.event, ProfileChanged)]
    assert {debt.thread for debt in debts} == {THREAD, "webchat:TF:ada"}
    assert len({debt.id for debt in debts}) == 2
    assert all(debt.id == debt.event.id for debt in debts)


def test_a_card_that_has_expired_does_not_pay() -> None:
    """The bank is not even asked, and the traveller hears why."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, GOOD, thread=THREAD, exp_year=2026)
    with town.records.begin() as work:
        assert not isinstance(wallet.usable(work, THREAD, METHOD, total=PRICE, now=town.clock.now()), str)
        later = town.clock.now() + timedelta(days=60)
        assert wallet.usable(work, THREAD, METHOD, total=PRICE, now=later) == "method_expired"


@pytest.mark.parametrize(("thread", "method"), [("messenger:page:eve", METHOD), (THREAD, "mth_never"), (THREAD, "")])
def test_a_card_of_somebody_else_does_not_pay(thread: str, method: str) -> None:
    """Whoever knows the id of another traveller's card can do nothing with it."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, GOOD, thread=THREAD)
    with town.records.begin() as work:
        assert wallet.usable(work, thread, method, total=PRICE, now=town.clock.now()) == "method_gone"


def test_an_archived_talk_comes_back_with_what_is_known_now() -> None:
    """A loss of Redis forgets neither people nor cards, and brings no removed card back."""
    town = played(Plan(saves=True))
    (changed,) = profiles(town)
    talk = new_conversation(THREAD)
    with town.records.begin() as work:
        back = wallet.with_profile(work, talk)
        assert back.profile == changed.profile
        assert wallet.with_profile(work, back) == back
        newer = msgspec.structs.replace(back, profile=msgspec.structs.replace(back.profile, revision=9, methods=()))
        assert wallet.with_profile(work, newer) == newer
        assert wallet.with_profile(work, new_conversation("webchat:TF:new")).profile.revision == 0


def test_a_link_to_nobody_is_a_fault_of_ours() -> None:
    """A thread that is linked to a traveller who is gone books nothing under another name."""
    town = Town(Plan(), Fuse())
    town.records.wallet.threads[THREAD] = "trv_gone"
    with town.records.begin() as work, pytest.raises(IllegalError):
        wallet.enrolled(town.runtime, work, THREAD, town.clock.now())
    assert Traveller("trv_1", town.clock.now()).profile.revision == 0


def test_the_gateway_in_memory_forgets_by_a_step() -> None:
    """Between the removal and the gateway's word for it the card pays nothing, here or there."""
    town = Town(Plan((GOOD,), saved=GOOD, removes=True), Fuse())
    assert isinstance(town.gateway, FakeGateway)
    town.play()
    assert town.gateway.records().saved == ()
    left = town.records.money.instruments[INSTRUMENT]
    assert (left.token, left.fingerprint, left.brand, left.last4) == ("", "", "visa", "4242")
