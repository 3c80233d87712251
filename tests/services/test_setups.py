"""Adding a card or a bank account without buying anything, as the traveller sees it."""

import pytest

from bot.domain.errors import InvalidError, LimitError, UnavailableError
from bot.ports.vault import Sealed
from bot.ports.wallet_records import Traveller
from bot.services import setups, turns
from bot.services.setups import MOST_A_DAY, Submitter
from tests.builders.wallet_room import ADA, BRAND, THREAD, VISA, Room, faults
from tests.builders.world import NOW


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


@pytest.fixture(name="room")
def _room() -> Room:
    return Room()


def test_a_setup_waits_for_its_form_and_shows_how_it_stands(room: Room) -> None:
    """From an empty form to a method the page can say at any time where things stand."""
    setup = room.begin()
    assert (room.view(setup).state, room.view(setup).mode) == ("waiting", "vault")
    assert room.submit(setup).state == "working"
    assert room.jobs.rung == [f"setup|{setup}"]
    room.rest(setup)
    seen = room.view(setup)
    assert (seen.state, seen.method, seen.url) == ("kept", "Visa •4242", "")


@pytest.mark.parametrize("stranger", ["trv_eve", ""])
def test_nobody_elses_setup_is_seen_or_sent(room: Room, stranger: str) -> None:
    """Whoever guesses the id of a setup neither sees nor fills it."""
    setup = room.begin()
    assert setups.state(room.web, setup, traveller=stranger) is None
    room.by = Submitter(stranger)
    with pytest.raises(InvalidError):
        room.submit(setup)
    assert room.setup(setup).state == "created"


def test_nobody_begins_a_setup_for_nobody(room: Room) -> None:
    """A method belongs to a wallet."""
    with pytest.raises(InvalidError):
        setups.begin(room.web, "trv_none", THREAD, kind="card", language="en")


def test_a_traveller_who_was_merged_goes_on(room: Room) -> None:
    """Linking two chats while a form is open loses nothing: the method comes into the one wallet that is left."""
    setup = room.begin()
    with room.records.begin() as work:
        work.wallet.enroll("messenger:page:ada2", Traveller("trv_one", NOW))
        work.wallet.save_traveller(Traveller(ADA, NOW, merged_into="trv_one"))
        work.links.move(ADA, "trv_one")
    room.by = Submitter("trv_one")
    room.submit(setup)
    room.rest(setup)
    assert [method.traveller for method in room.methods] == ["trv_one"]
    assert setups.begin(room.web, ADA, THREAD, kind="card", language="en")
    kept = room.records.money.instruments[room.methods[0].instrument]
    assert kept.vault is not None
    assert kept.vault.traveller == ADA
    assert faults(room)[:1] == ["a setup has come to no end"]


def test_too_many_setups_in_a_day_are_refused(room: Room) -> None:
    """Nobody tries a list of stolen numbers out in a wallet."""
    for _ in range(MOST_A_DAY):
        room.begin()
    with pytest.raises(LimitError):
        room.begin()
    room.clock.move(hours=25)
    room.begin()


def test_a_second_submit_changes_nothing(room: Room) -> None:
    """A double click adds one card."""
    setup = room.begin()
    room.submit(setup)
    before = room.setup(setup)
    room.submit(setup, "5555555555554444")
    assert room.setup(setup) == before


@pytest.mark.parametrize(("mode", "given"), [("vault", "tkt_1"), ("fields", Sealed("a", "b")), ("page", "tkt_1")])
def test_each_way_takes_its_own(mode: str, given: Sealed | str) -> None:
    """What comes in another way than it was asked for is not taken."""
    room = Room(mode=mode)  # type: ignore[arg-type]  # one of the three
    setup = room.begin()
    with pytest.raises(InvalidError):
        room.submit(setup, given=given)


@pytest.mark.parametrize("given", [Sealed("", ""), Sealed("a.b.c.d.e", "")])
def test_a_card_without_its_code_is_not_taken(room: Room, given: Sealed) -> None:
    """Half a form is no form."""
    with pytest.raises(InvalidError):
        room.submit(room.begin(), given=given)


def test_nothing_is_kept_for_words_that_we_never_showed(room: Room) -> None:
    """A consent is to words, and those are ours."""
    setup = room.begin()
    with pytest.raises(InvalidError):
        setups.submit(room.web, setup, room.sealed_card(setup), consent="0" * 32, by=room.by)


def test_a_form_that_comes_too_late_is_told_so(room: Room) -> None:
    """After a quarter of an hour the traveller begins again."""
    setup = room.begin()
    room.clock.move(minutes=15)
    with pytest.raises(InvalidError):
        room.submit(setup)


def test_a_store_that_is_away_takes_nothing(room: Room) -> None:
    """What could not be kept for a worker was not sent, and may be sent again."""
    setup = room.begin()
    room.sealed.away = True
    with pytest.raises(UnavailableError):
        room.submit(setup)
    assert room.view(setup).state == "waiting"


def test_without_a_creditor_no_bank_account_is_taken(room: Room) -> None:
    """A mandate names who debits; an airline that has no such name takes none."""
    room.brand.creditor = ""
    with pytest.raises(InvalidError):
        setups.begin(room.web, ADA, THREAD, kind="bank_account", language="en")


def test_words_say_who_keeps_the_number() -> None:
    """In vault mode the traveller agrees that we keep the number; in the others that the payment provider does."""
    room = Room(mode="fields")
    view = room.add(VISA)
    (given,) = room.records.wallet.consents.values()
    assert view.state == "kept"
    assert "The card number stays with the payment provider" in given.consent.words
    assert BRAND in given.consent.words
    assert room.vault.live == frozenset()
