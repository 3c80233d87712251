"""A number that changes hands while something is being paid for: whose the booking is, and who hears of it."""

import msgspec
import pytest

from bot.domain.checkout_case import Checkout, Decision
from bot.domain.conversation.effects import FindTrips
from bot.domain.conversation.events import TicketIssued
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.conversation.state import Basket
from bot.services import trips, unlinking, wallet
from bot.services.checkout_steps import record
from tests.builders.checkouts import NOW, paid_checkout
from tests.builders.entries import heard, talk
from tests.builders.house import House
from tests.builders.linked import ADA, PHONE, enrol, linking_house, newest, told
from tests.builders.world import booked, issued

CHANGE = IdentityChanged("wamid.system", 0)


@pytest.fixture
def home() -> House:
    """Somebody has written on WhatsApp, and is about to pay."""
    made = linking_house()
    with made.records.begin() as work:
        work.talk.save_conversations(((talk(3, thread=PHONE), "1-1"),))
    return made


def paying(home: House) -> Checkout:
    """What was begun in the chat a minute ago; nothing is held for it yet."""
    paid = msgspec.structs.replace(paid_checkout("chk_phone", thread=PHONE), began_at=NOW)
    asked = msgspec.structs.replace(paid, order=msgspec.structs.replace(paid.order, state="requested"))
    home.records.money.add(asked)
    home.clock.move(minutes=1)
    return paid


def pays(home: House, paid: Checkout) -> None:
    """The bank says yes after all."""
    home.clock.move(minutes=1)
    home.records.money.checkouts[paid.id] = paid
    with home.records.begin() as work:
        wallet.remember(home.runtime, work, paid, booked())


def shown(home: House, thread: str) -> set[str]:
    """The bookings that a thread shows."""
    return {trip.id for trip in trips.find(home.runtime, "f#0", thread, FindTrips("en")).trips}


def test_whoever_has_the_number_now_sees_nothing_of_what_is_paid_later(home: House) -> None:
    """Neither the trip nor the people nor a card: it was begun by whoever wrote before."""
    paid = paying(home)
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    pays(home, paid)
    assert shown(home, PHONE) == set()
    assert not any(event.profile.is_known for event in told(home, PHONE))
    with home.records.begin() as work:
        assert work.wallet.traveller_of(PHONE) == ""


def test_the_traveller_who_paid_has_the_booking(home: House) -> None:
    """It is theirs in their other chats, with the people who fly, and the chat that changed hands stays untied."""
    enrol(home, PHONE, "trv_ada")
    with home.records.begin() as work:
        work.links.link(ADA, "trv_ada", at=home.clock.now())
    paid = paying(home)
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    pays(home, paid)
    assert shown(home, ADA) == {"chk_phone"}
    assert newest(home, ADA).profile.is_known
    assert not newest(home, PHONE).profile.is_known
    with home.records.begin() as work:
        assert work.wallet.threads_of("trv_ada") == (ADA,)


def test_a_card_that_was_to_be_kept_is_forgotten_when_it_would_be_a_stranger_s(home: House) -> None:
    """Nobody is known who could use it or take it away, so the gateway is told to forget it."""
    paid = paying(home)
    payment = paid.payments[0]
    attempts = tuple(msgspec.structs.replace(one, usage="keep", instrument="ins_1") for one in payment.attempts)
    kept = msgspec.structs.replace(payment, attempts=attempts)
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    with home.records.begin() as work:
        steps = wallet.remember(home.runtime, work, msgspec.structs.replace(paid, payments=(kept,)), booked())
    assert [(one.step.kind, one.step.subject) for one in steps] == [("detach", "ins_1")]


def test_a_stranger_is_not_told_of_what_was_begun_before(home: House) -> None:
    """Neither of tickets nor of a decline with its link, whatever their own talk awaits."""
    begun = paying(home)
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    told_of = Decision(begun, home.clock.now(), tells=(issued(begun.effect),))
    with home.records.begin() as work:
        record(home.runtime, work, begun, told_of, cause="issued")
    assert [debt.event for debt in home.talk.debts.values() if isinstance(debt.event, TicketIssued)] == []


def test_what_the_new_one_begins_is_told_as_ever(home: House) -> None:
    """Their own booking is theirs."""
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    home.clock.move(minutes=1)
    own = msgspec.structs.replace(paid_checkout("chk_own", thread=PHONE), began_at=home.clock.now())
    home.records.money.add(own)
    with home.records.begin() as work:
        record(home.runtime, work, own, Decision(own, home.clock.now(), tells=(issued(own.effect),)), cause="issued")
    assert [debt.event.checkout for debt in home.talk.debts.values() if isinstance(debt.event, TicketIssued)] == [
        own.effect
    ]
    assert newest(home, PHONE).profile.is_known
    assert shown(home, PHONE) == {"chk_own"}


@pytest.mark.parametrize("known", [True, False])
def test_an_archived_talk_from_before_the_change_does_not_come_back(home: House, *, known: bool) -> None:
    """Redis lost before the change was archived: the chat forgets all the same whoever wrote in it."""
    if known:
        enrol(home, PHONE, "trv_ada")
    before = Basket(given="Marie", family="Durand", email="marie@example.com", checkout="m1#0")
    with home.records.begin() as work:
        body = msgspec.structs.replace(talk(4, thread=PHONE), basket=before, slots={"booking_surname": "Durand"})
        work.talk.save_conversations(((body, "1-2"),))
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    home.memory.forget()
    after = home.take(heard("m9"), PHONE).conversation
    left = msgspec.json.encode(after).decode()
    assert "Durand" not in left
    assert "marie@example.com" not in left
    home.memory.forget()
    with home.records.begin() as work:
        own = msgspec.structs.replace(after, version=5, basket=Basket(given="Eve"))
        work.talk.save_conversations(((own, "1-3"),))
    assert home.take(heard("m10"), PHONE).conversation.basket.given == "Eve", "what comes later is the new one's"
