"""Taking a chat away from its traveller: what it loses, what everybody keeps, and a number that changed."""

from collections.abc import Callable

import msgspec
import pytest

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller
from bot.domain.conversation.effects import FindTrips, UnlinkChat
from bot.domain.conversation.link_events import ChatLinked, IdentityChanged
from bot.domain.errors import IllegalError
from bot.domain.payment.pin import Pin
from bot.ports.activity_records import MAILBOX
from bot.services import erasing, pins, privacy, saved_methods, trips, unlinking, wallet
from bot.services.wallet_changes import Change
from tests.builders.cards import PRICE
from tests.builders.checkouts import NOW, paid_checkout
from tests.builders.entries import heard, talk
from tests.builders.house import House
from tests.builders.linked import ADA, EVE, PHONE, WEB, code_of, enrol, linking_house, newest, redeem, save, told
from tests.builders.world import booked


@pytest.fixture
def home() -> House:
    """Ada's chats on Messenger and on the web share her account; something was booked in each."""
    made = linking_house()
    enrol(made, ADA, "trv_ada")
    save(made, "trv_ada", ADA, "ada")
    made.records.money.add(paid_checkout())
    assert isinstance(redeem(made, WEB, code_of(made, ADA)), ChatLinked)
    made.records.money.add(msgspec.structs.replace(paid_checkout("chk_web", thread=WEB), began_at=made.clock.now()))
    made.clock.move(minutes=1)
    return made


def unlink(home: House, thread: str, target: str, effect: str = "off#0") -> None:
    """A traveller unlinks a chat from another."""
    unlinking.unlink(home.runtime, effect, thread, UnlinkChat(wallet.chat_id("trv_ada", target)))


def shown(home: House, thread: str) -> set[str]:
    """The bookings that a thread shows."""
    return {trip.id for trip in trips.find(home.runtime, "f#0", thread, FindTrips("en")).trips}


def book(home: House, thread: str, name: str) -> None:
    """Something is booked in a thread a minute later."""
    home.clock.move(minutes=1)
    home.records.money.add(msgspec.structs.replace(paid_checkout(name, thread=thread), began_at=home.clock.now()))


@pytest.mark.parametrize("thread", [ADA, WEB])
def test_an_unlinked_chat_loses_everything_but_what_it_booked(home: House, thread: str) -> None:
    """Whichever chat it was unlinked from; the others keep everything and are told."""
    unlink(home, thread, WEB)
    parted = newest(home, WEB)
    assert (parted.news, parted.profile.is_known) == ("chat_unlinked", False)
    assert shown(home, WEB) == {"chk_web"}
    kept = newest(home, ADA)
    assert (kept.news, kept.method) == ("chat_left", "webchat")
    assert [card.id for card in kept.profile.methods] == ["mth_ada"]
    assert [chat.channel for chat in kept.profile.chats] == ["messenger"]
    assert shown(home, ADA) == {"chk_1", "chk_web"}


def test_what_is_booked_afterwards_is_that_chat_s_alone(home: House) -> None:
    """The account sees what was booked before, and nothing that came later."""
    unlink(home, ADA, WEB)
    book(home, WEB, "chk_later")
    assert shown(home, WEB) == {"chk_web", "chk_later"}
    assert shown(home, ADA) == {"chk_1", "chk_web"}


def test_the_saved_card_pays_in_the_unlinked_chat_no_more(home: House) -> None:
    """Neither by an old button nor by its id."""
    unlink(home, ADA, WEB)
    with home.records.begin() as work:
        assert wallet.usable(work, WEB, "mth_ada", total=PRICE, now=home.clock.now()) == "method_gone"
        assert not isinstance(wallet.usable(work, ADA, "mth_ada", total=PRICE, now=home.clock.now()), str)


def test_unlinking_twice_is_once(home: House) -> None:
    """The effect run again does nothing; asked for again, the chat is said to be gone; another is not touched."""
    unlink(home, ADA, WEB)
    unlink(home, ADA, WEB)
    assert len(told(home, WEB)) == 2
    unlink(home, ADA, WEB, "off#1")
    assert newest(home, ADA).news == "unlink_gone"
    with pytest.raises(IllegalError):
        unlink(home, ADA, ADA, "off#1")


def test_a_stranger_unlinks_nobody(home: House) -> None:
    """Who learned the id of a chat can do nothing with it in theirs."""
    unlink(home, EVE, WEB)
    enrol(home, EVE, "trv_eve")
    unlink(home, EVE, WEB, "off#1")
    with home.records.begin() as work:
        assert work.wallet.threads_of("trv_ada") == (ADA, WEB)


def test_the_last_chat_takes_the_saved_cards_with_it(home: House) -> None:
    """Nobody could remove them any more; the gateway forgets them, and a code by e-mail brings the rest back."""
    unlink(home, ADA, WEB)
    unlink(home, ADA, ADA, "off#1")
    with home.records.begin() as work:
        assert work.wallet.method("mth_ada").state == "removed"
        assert work.wallet.threads_of("trv_ada") == ()
        assert work.links.traveller_with("marie@example.com") == "trv_ada"
    assert [rung for rung in home.jobs.rung if rung.startswith("step|")]
    assert shown(home, ADA) == {"chk_1"}


def test_a_code_that_the_unlinked_chat_had_made_is_worth_nothing(home: House) -> None:
    """Whoever is sent away does not come back by a code from before."""
    code = code_of(home, WEB, "get#web")
    unlink(home, ADA, WEB)
    assert redeem(home, WEB, code).reason == "wrong"
    assert redeem(home, EVE, code).reason == "wrong"


def test_a_chat_that_comes_back_is_told_a_newer_profile(home: House) -> None:
    """Unlinked and linked again, also to somebody else: what it is told last is what counts."""
    unlink(home, ADA, WEB)
    away = newest(home, WEB).profile.revision
    redeem(home, WEB, code_of(home, ADA, "get#1"))
    assert newest(home, WEB).profile.is_known
    assert newest(home, WEB).profile.revision > away
    unlink(home, ADA, WEB, "off#1")
    enrol(home, EVE, "trv_eve")
    redeem(home, WEB, code_of(home, EVE, "get#eve"))
    assert newest(home, WEB).profile.chats[0].channel == "messenger"
    assert shown(home, WEB) == {"chk_web"}


def test_a_booking_after_unlinking_begins_a_traveller_of_its_own(home: House) -> None:
    """What it leaves is told under a higher revision than the chat has seen, so that it is believed."""
    unlink(home, ADA, WEB)
    away = newest(home, WEB).profile.revision
    paid = msgspec.structs.replace(paid_checkout("chk_own", thread=WEB), payments=())
    with home.records.begin() as work:
        wallet.remember(home.runtime, work, paid, booked())
    assert newest(home, WEB).profile.revision > away
    assert newest(home, WEB).profile.is_known
    with home.records.begin() as work:
        assert work.wallet.traveller_of(WEB) not in ("", "trv_ada")


def test_an_archived_talk_does_not_bring_a_profile_back(home: House) -> None:
    """Redis lost to the last byte: the body from before the unlinking comes back without people and cards."""
    unlink(home, ADA, WEB)
    before = told(home, WEB)[0].profile
    home.memory.forget()
    with home.records.begin() as work:
        body = msgspec.structs.replace(talk(3, thread=WEB), profile=before)
        work.talk.save_conversations(((body, "1-1"),))
    profile = home.take(heard("m9"), WEB).conversation.profile
    assert not profile.is_known
    assert profile.revision >= newest(home, WEB).profile.revision


def test_a_chat_that_is_forgotten_leaves_the_account(home: House) -> None:
    """Forgotten on the web: the others keep the cards, and it is in nobody's list any more."""
    saved_methods.forget(home.runtime, WEB)
    with home.records.begin() as work:
        assert work.wallet.threads_of("trv_ada") == (ADA,)
        assert work.wallet.method("mth_ada").state == "active"
    assert (newest(home, ADA).news, len(newest(home, ADA).profile.chats)) == ("", 1)
    assert shown(home, ADA) == {"chk_1", "chk_web"}


CHANGE = IdentityChanged("wamid.system", 0)


@pytest.fixture
def phone(home: House) -> House:
    """Ada's WhatsApp is linked as well, and something was booked in it."""
    redeem(home, PHONE, code_of(home, ADA, "get#phone"))
    book(home, PHONE, "chk_phone")
    home.clock.move(minutes=1)
    return home


def test_a_number_that_changed_leaks_neither_bookings_nor_people_nor_cards(phone: House) -> None:
    """Whoever holds it now sees none of what was booked there, not even what was booked in that very chat."""
    unlinking.identity_changed(phone.runtime, PHONE, CHANGE)
    parted = newest(phone, PHONE)
    assert (parted.news, parted.profile.is_known) == ("", False)
    assert shown(phone, PHONE) == set()
    with phone.records.begin() as work:
        assert wallet.usable(work, PHONE, "mth_ada", total=PRICE, now=phone.clock.now()) == "method_gone"


def test_the_rightful_owner_loses_nothing(phone: House) -> None:
    """Her other chats show everything and are told; the chat itself comes back by a code."""
    unlinking.identity_changed(phone.runtime, PHONE, CHANGE)
    assert (newest(phone, ADA).news, newest(phone, ADA).method) == ("chat_changed", "whatsapp")
    assert shown(phone, ADA) == {"chk_1", "chk_web", "chk_phone"}
    phone.clock.move(seconds=1)
    assert isinstance(redeem(phone, PHONE, code_of(phone, ADA, "get#again")), ChatLinked)
    assert shown(phone, PHONE) == {"chk_1", "chk_web", "chk_phone"}


def test_whoever_has_the_number_now_has_what_they_book(phone: House) -> None:
    """A stranger's own bookings are shown to them, and not to Ada; nor are hers to their other chats."""
    unlinking.identity_changed(phone.runtime, PHONE, CHANGE)
    book(phone, PHONE, "chk_stranger")
    assert shown(phone, PHONE) == {"chk_stranger"}
    assert shown(phone, ADA) == {"chk_1", "chk_web", "chk_phone"}
    enrol(phone, EVE, "trv_eve")
    redeem(phone, PHONE, code_of(phone, EVE, "get#eve"))
    assert shown(phone, EVE) == shown(phone, PHONE) == {"chk_stranger"}


def test_the_same_change_again_unlinks_nobody_who_came_back(phone: House) -> None:
    """The platform delivers twice; between the two she has linked her chat again."""
    unlinking.identity_changed(phone.runtime, PHONE, CHANGE)
    phone.clock.move(seconds=1)
    redeem(phone, PHONE, code_of(phone, ADA, "get#again"))
    unlinking.identity_changed(phone.runtime, PHONE, CHANGE)
    with phone.records.begin() as work:
        assert work.wallet.traveller_of(PHONE) == "trv_ada"


def test_the_only_chat_s_cards_wait_for_their_owner() -> None:
    """A number that changed is no wish to be forgotten: by a code sent to her address she has everything back."""
    home = linking_house()
    enrol(home, PHONE, "trv_ada")
    save(home, "trv_ada", PHONE, "ada")
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    with home.records.begin() as work:
        assert work.wallet.method("mth_ada").state == "active"
        assert work.links.traveller_with("marie@example.com") == "trv_ada"


def test_what_was_only_held_is_not_shown_to_a_stranger_either() -> None:
    """A chat in which nothing was paid yet has no traveller, and its bookings are cleared all the same."""
    home = linking_house()
    held = msgspec.structs.replace(paid_checkout("chk_held", thread=PHONE), began_at=NOW)
    home.records.money.add(held)
    home.clock.move(minutes=1)
    unlinking.identity_changed(home.runtime, PHONE, CHANGE)
    assert shown(home, PHONE) == set()


def forget_pin(home: House) -> None:
    """Ada's PIN is forgotten, and what it guarded goes with it."""
    with home.records.begin() as work:
        work.pins.save(Pin("trv_ada", "hash", NOW))
    pins.forget_pin(home.runtime, Change("forgot#0", ADA))


def take_back(home: House) -> None:
    """Ada takes back that methods may be saved."""
    privacy.choose(home.runtime, "off#0", ADA, ChooseConsent("saved_card", given=False, language="en"))


def unlink_all(home: House) -> None:
    """Ada unlinks both of her chats, the last one from itself."""
    unlink(home, ADA, WEB)
    unlink(home, ADA, ADA, "off#1")


def leave(home: House) -> None:
    """Nobody comes back to either chat."""
    saved_methods.forget(home.runtime, WEB)
    saved_methods.forget(home.runtime, ADA)


@pytest.mark.parametrize(
    ("way", "places"),
    [(forget_pin, [MAILBOX, WEB]), (take_back, [MAILBOX, WEB]), (unlink_all, [MAILBOX]), (leave, [MAILBOX])],
)
def test_methods_that_go_all_at_once_are_each_told_as_removed(
    home: House, way: Callable[[House], None], places: list[str]
) -> None:
    """The other chat and the mail say which ones are gone; the chat in which it was done says so by itself."""
    first = home.records.wallet.methods["mth_ada"]
    with home.records.begin() as work:
        work.wallet.save_method(msgspec.structs.replace(first, preferred=False))
    save(home, "trv_ada", WEB, "second")
    way(home)
    noted = home.records.activity.notices.values()
    told = sorted((one.activity.id, one.place.name) for one in noted if one.activity.kind == "method_removed")
    assert told == [(f"{method}:removed", place) for method in ("mth_ada", "mth_second") for place in places]
    assert {one.activity.about for one in noted if one.activity.kind == "method_removed"} == {"Visa •4242"}


def test_who_is_forgotten_is_told_of_no_method(home: House) -> None:
    """There is nobody to tell any more."""
    erasing.erase(home.runtime, "m9#0", ADA, EraseTraveller())
    assert not home.records.activity.known
    assert not home.records.activity.notices
