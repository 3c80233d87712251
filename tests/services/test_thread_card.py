"""The card of a thread: who, what was bought and where the talk stands, of this traveller and nobody else."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.conversation.events import TextReceived
from bot.domain.errors import ConflictError, InvalidError
from bot.ports.link_records import Parted
from bot.ports.money_records import PayLink
from bot.services import thread_card
from bot.services.pay_tokens import hashed, pay_token
from tests.builders.checkouts import paid_checkout
from tests.builders.desk_town import ANA, wish
from tests.builders.house import House, house
from tests.builders.wallets import ADA, WEB, rich
from tests.fakes.channel import FakeChannel

PHONE = "whatsapp:106:447700900001"


def with_booking(thread: str) -> House:
    """A house in which a thread has a paid booking."""
    made = house()
    channels = {**made.runtime.channels, "whatsapp": FakeChannel("whatsapp")}
    made = msgspec.structs.replace(made, runtime=msgspec.structs.replace(made.runtime, channels=channels))
    with made.records.begin() as work:
        work.money.add(paid_checkout(thread=thread))
    return made


def test_a_thread_of_which_nothing_is_known_has_an_empty_card() -> None:
    """The panel says that nobody was named and nothing bought."""
    card = thread_card.read(house().runtime, "messenger:page:ada")
    assert (card.talk, card.name, card.purchases, card.place, card.chats) == (None, "", (), None, ())
    assert card.contact == thread_card.Contact("", "", "ada")


def test_purchases_name_the_traveller_and_how_they_are_reached() -> None:
    """The name of the first who travels, the booking's address, and the number that the chat is on."""
    home = with_booking(PHONE)
    card = thread_card.read(home.runtime, PHONE)
    assert [one.checkout.id for one in card.purchases] == ["chk_1"]
    assert card.name
    assert (card.contact.email, card.contact.phone) == ("ada@example.org", "+447700900001")


def test_whether_a_link_was_used_is_known() -> None:
    """An agent sees that somebody has begun to pay."""
    home = with_booking(PHONE)
    token = hashed(pay_token(home.runtime, "chk_1"))
    with home.records.begin() as work:
        work.money.add_link(token, PayLink("chk_1", home.clock.now() + timedelta(minutes=30)))
    assert not thread_card.read(home.runtime, PHONE).purchases[0].link_used
    with home.records.begin() as work:
        work.money.bind(token, "browser")
    assert thread_card.read(home.runtime, PHONE).purchases[0].link_used


def test_linked_chats_share_purchases_and_are_listed() -> None:
    """Who wrote on Messenger and writes on the web now is one traveller."""
    home = rich()
    with home.records.begin() as work:
        work.money.add(paid_checkout(thread=WEB))
    card = thread_card.read(home.runtime, ADA)
    assert [thread for thread, _ in card.chats] == [WEB]
    assert [one.checkout.thread for one in card.purchases] == [WEB]


def test_a_chat_that_changed_hands_shows_nothing_of_before() -> None:
    """The new owner of a number is not taken for the old one."""
    home = with_booking(PHONE)
    home.clock.move(minutes=1)
    with home.records.begin() as work:
        work.links.part(Parted(PHONE, "c1", "", home.clock.now(), "changed", 1))
    card = thread_card.read(home.runtime, PHONE)
    assert (card.purchases, card.name, card.contact.email) == ((), "", "")


def test_the_place_is_the_talks_own_revision() -> None:
    """An agent reads at which step somebody is."""
    home = house()
    home.take(TextReceived("m1", 1, "Paris to New York on 4 December"))
    place = thread_card.read(home.runtime, "messenger:page:ada").place
    assert place is not None
    assert (place.flow, place.revision, place.subject) == ("book", 1, "trip.back")


def test_a_contact_is_revealed_for_a_reason_that_is_kept() -> None:
    """Each look is a line of its own; neither number nor address stands in it."""
    home = with_booking(PHONE)
    for key in ("a", "a"):
        contact = thread_card.reveal(home.runtime, wish(key, thread=PHONE, reason="She asked to be called"))
        assert (contact.email, contact.phone) == ("ada@example.org", "+447700900001")
    acts = home.records.audit.acts
    assert [(act.who, act.what, act.reason) for act in acts] == [
        (ANA.id, "contact.reveal", "She asked to be called")
    ] * 2
    assert "447700900001" not in repr(acts)
    assert "example.org" not in repr(acts)
    with pytest.raises(InvalidError):
        thread_card.reveal(home.runtime, wish(thread=PHONE, reason=""))
    with pytest.raises(ConflictError):
        thread_card.reveal(house().runtime, wish())
