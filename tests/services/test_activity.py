"""Noting what happens to an account: for whom, where it is told, and once."""

import msgspec
import pytest

from bot.domain.conversation.profile import Profile
from bot.ports.activity_records import MAILBOX, Place
from bot.ports.link_records import Parted
from bot.ports.wallet_records import Traveller
from bot.services import activity
from bot.services.money_activity import note_money
from tests.builders.activity import MARIE, happened, marie, noted
from tests.builders.checkouts import feed, new_checkout, paid_checkout
from tests.builders.house import House, house
from tests.builders.linked import ADA, EVE, WEB
from tests.builders.world import NOW


@pytest.fixture
def home() -> House:
    """A house in memory."""
    return house()


def places(home: House) -> list[str]:
    """Where something waits to be told."""
    with home.records.begin() as work:
        return sorted(place.name for place in work.activity.due(NOW.replace(year=2030), most=99))


def test_every_chat_and_the_mailbox_are_to_be_told(home: House) -> None:
    """Whoever adds a card in one chat is seen doing so in all of them."""
    marie(home)
    noted(home, happened(thread=ADA))
    assert places(home) == [MAILBOX, ADA, WEB]


def test_a_chat_that_tells_it_by_itself_is_left_out(home: House) -> None:
    """Nobody reads the same twice in one chat."""
    marie(home)
    noted(home, happened(thread=ADA, told=True))
    assert places(home) == [MAILBOX, WEB]


def test_nobody_is_told_of_nobody(home: House) -> None:
    """Not every thread has a traveller."""
    noted(home, happened(), traveller="")
    noted(home, happened(), traveller="trv_unheard_of")
    assert places(home) == []


def test_who_was_found_to_be_another_is_told_as_that_one(home: House) -> None:
    """A webhook that names an old record still reaches the person."""
    marie(home)
    with home.records.begin() as work:
        work.wallet.enroll(EVE, Traveller("trv_old", NOW, Profile(1)))
        work.links.move("trv_old", MARIE)
        work.wallet.save_traveller(Traveller("trv_old", NOW, Profile(2), merged_into=MARIE))
    noted(home, happened(), traveller="trv_old")
    with home.records.begin() as work:
        assert Place(MARIE, EVE) in work.activity.due(NOW.replace(year=2030), most=9)


def test_a_payment_is_noted_for_the_traveller_of_its_thread(home: House) -> None:
    """The thread has its receipt; the other chats and the mailbox hear of it."""
    marie(home)
    paid = paid_checkout(thread=ADA)
    with home.records.begin() as work:
        note_money(work, msgspec.structs.replace(paid, state="capturing"), paid, now=NOW)
        note_money(work, None, paid, now=NOW)
        note_money(work, paid, paid, now=NOW)
    assert places(home) == [MAILBOX, WEB]


def test_what_was_begun_before_a_thread_changed_hands_is_its_former_travellers(home: House) -> None:
    """Whoever has the number now is told nothing of it; Marie hears of it where she still talks."""
    marie(home)
    paid = paid_checkout(thread=ADA)
    with home.records.begin() as work:
        work.links.part(Parted(ADA, "wamid.system", MARIE, NOW, "changed", 9))
        work.wallet.enroll(ADA, Traveller("trv_stranger", NOW, Profile(10)))
        note_money(work, msgspec.structs.replace(paid, state="capturing"), paid, now=NOW)
        due = work.activity.due(NOW.replace(year=2030), most=9)
    assert set(due) == {Place(MARIE, WEB), Place(MARIE, MAILBOX)}


def test_what_nobody_began_is_nobodys(home: House) -> None:
    """A thread that had no traveller when its number changed leaves nothing to the next."""
    checkout = feed(new_checkout(thread=EVE)).checkout
    paid = paid_checkout(thread=EVE)
    with home.records.begin() as work:
        work.links.part(Parted(EVE, "wamid.system", "", checkout.began_at, "changed", 1))
        work.wallet.enroll(EVE, Traveller("trv_stranger", NOW, Profile(2)))
        note_money(work, msgspec.structs.replace(paid, state="capturing"), paid, now=NOW)
    assert places(home) == []


def test_a_thread_is_its_travellers_until_it_leaves(home: House) -> None:
    """What may be told is looked up when it is told."""
    marie(home)
    with home.records.begin() as work:
        assert activity.has_thread(work, MARIE, ADA)
        work.links.part(Parted(ADA, "tap#0", MARIE, NOW, "unlinked", 9))
        assert not activity.has_thread(work, MARIE, ADA)
        assert not activity.has_thread(work, "", EVE)
