"""Profiles: whom a traveller may take along again, and which cards may pay."""

from datetime import UTC, date, datetime

import msgspec

from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.profile import (
    MOST_OFFERED,
    MOST_PEOPLE,
    Profile,
    SavedMethod,
    after_booking,
    is_known,
    united,
)
from bot.domain.money import Money
from bot.domain.payment.wallet_rules import ChannelRule
from tests.builders.cards import PRICE
from tests.builders.world import booked, passenger

JEAN = Passenger("adult", "Jean", "Durand", date(1985, 3, 3))


def with_people(*people: Passenger) -> Profile:
    """What a booking of these people leaves."""
    return after_booking(Profile(), msgspec.structs.replace(booked(), passengers=people))


def test_a_booking_leaves_people_address_and_route() -> None:
    """The next booking begins with what the last one told."""
    profile = after_booking(Profile(), booked())
    assert profile == Profile(
        people=(passenger(),), group=1, email="marie@example.com", origin="CDG", destination="JFK"
    )


def test_the_last_group_comes_first_and_nobody_twice() -> None:
    """Who flew last is offered first; a name that is written otherwise is still the same person."""
    first = with_people(passenger(), JEAN)
    alone = msgspec.structs.replace(booked(), passengers=(msgspec.structs.replace(JEAN, given="JEAN"),))
    then = after_booking(first, alone)
    assert [person.given for person in then.people] == ["JEAN", "Marie"]
    assert then.group == 1


def test_a_namesake_is_somebody_else() -> None:
    """Father and son of one name are two people."""
    son = msgspec.structs.replace(JEAN, born=date(2010, 1, 1))
    assert len(with_people(JEAN, son).people) == 2
    assert is_known(JEAN, with_people(JEAN))
    assert not is_known(son, with_people(JEAN))


def test_only_so_many_are_remembered() -> None:
    """A travel agent's thread does not grow without end."""
    profile = Profile()
    for number in range(MOST_PEOPLE + 3):
        person = msgspec.structs.replace(JEAN, family=f"Durand-{'abcdefghijklmnop'[number]}")
        profile = after_booking(profile, msgspec.structs.replace(booked(), passengers=(person,)))
    assert len(profile.people) == MOST_PEOPLE


def test_an_expired_card_is_not_offered_and_no_more_than_three_are() -> None:
    """Every button that pays would pay."""
    cards = tuple(SavedMethod(f"mth_{n}", f"Visa •000{n}", 12, 2029) for n in range(5))
    old = SavedMethod("mth_old", "Visa •0009", 1, 2020)
    profile, now = Profile(methods=(old, *cards)), datetime(2026, 11, 24, tzinfo=UTC)
    offered = profile.offered(now, channel="webchat", total=PRICE)
    assert offered == cards[:MOST_OFFERED]


def test_two_profiles_of_one_traveller_are_united() -> None:
    """All people of both, and of the rest what the account says into which the other comes."""
    one = after_booking(Profile(revision=3), booked())
    other = msgspec.structs.replace(with_people(JEAN), revision=7, email="jean@example.com", origin="NCE")
    both = united(one, other)
    assert [person.given for person in both.people] == ["Marie", "Jean"]
    assert (both.revision, both.email, both.origin, both.group) == (7, one.email, one.origin, one.group)
    assert united(msgspec.structs.replace(one, email=""), other).email == "jean@example.com"


def test_an_empty_profile_takes_nothing_from_the_other() -> None:
    """Who was known in one chat only is known as there."""
    known = after_booking(Profile(revision=3), booked())
    assert united(Profile(revision=9), known) == msgspec.structs.replace(known, revision=9)
    assert not Profile(revision=9).is_known
    assert known.is_known


def test_a_profile_that_was_stored_before_methods_were_called_so_is_read() -> None:
    """Talks in the archive keep their saved cards; what they could not know is as if nothing was settled."""
    stored = b'{"revision":3,"cards":[{"id":"mth_1","shown":"Visa \\u20224242","exp_month":12,"exp_year":2031}]}'
    known = msgspec.json.decode(stored, type=Profile)
    assert known == Profile(3, methods=(SavedMethod("mth_1", "Visa •4242", 12, 2031),))
    assert (known.methods[0].kind, known.methods[0].name, known.rules, known.pin) == ("card", "", (), False)
    assert msgspec.json.decode(msgspec.json.encode(known), type=Profile) == known


def test_what_a_channel_bars_or_limits_is_not_offered_there() -> None:
    """And what it prefers comes first there."""
    one, two = SavedMethod("mth_1", "Visa •0001", 12, 2029), SavedMethod("mth_2", "IBAN •2606", kind="bank_account")
    rules = (ChannelRule("webchat", ("mth_1",)), ChannelRule("whatsapp", preferred="mth_2", limit=PRICE))
    profile, now = Profile(methods=(one, two), rules=rules), datetime(2026, 11, 24, tzinfo=UTC)
    assert profile.offered(now, channel="webchat", total=PRICE) == (two,)
    assert profile.offered(now, channel="whatsapp", total=PRICE) == (two, one)
    assert profile.offered(now, channel="whatsapp", total=PRICE + Money(1, "EUR")) == ()
    assert profile.offered(now, channel="terminal", total=PRICE) == (one, two)


def test_a_method_is_told_by_its_name_where_it_has_one() -> None:
    """With what stands on it, so that two of one name on different days are told apart."""
    assert SavedMethod("mth_1", "Visa •4242").title == SavedMethod("mth_1", "Visa •4242").told == "Visa •4242"
    named = SavedMethod("mth_1", "Visa •4242", name="work card")
    assert (named.title, named.told) == ("work card", "work card (Visa •4242)")
