"""What every store of links promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.profile import Profile
from bot.domain.errors import ConflictError
from bot.domain.payment.consent import Consent, GivenConsent
from bot.ports.link_records import LinkCode, Parted
from bot.ports.trip_records import Span
from bot.ports.wallet_records import Traveller
from tests.builders.checkouts import NOW, new_checkout, paid_checkout

_NUMBERS = count(1)
SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(hours=1)


def enrolled(records: Any, *, email: str = "") -> tuple[Traveller, str]:
    """A traveller whom nobody else has, in a thread of their own."""
    number = next(_NUMBERS)
    thread = f"messenger:page:links{number}"
    one = Traveller(f"trv_links{number:04d}", NOW + timedelta(seconds=number), Profile(1, email=email))
    with records.begin() as work:
        work.wallet.enroll(thread, one)
    return one, thread


def a_code(one: Traveller, thread: str, **fields: Any) -> LinkCode:
    """A code of a traveller."""
    code = LinkCode(f"hash{next(_NUMBERS)}", one.id, thread, "chat", NOW, SOON)
    return msgspec.structs.replace(code, **fields)


def test_a_code_is_stored_once_and_found_by_its_hash(records: Any) -> None:
    """Storing it again changes nothing, not even when it was used meanwhile."""
    one, thread = enrolled(records)
    code = a_code(one, thread)
    used = msgspec.structs.replace(code, used_at=SOON, used_by="m1#0")
    with records.begin() as work:
        work.links.add_code(code)
        assert work.links.code(code.hashed) == work.links.code(code.hashed, lock=True) == code
        work.links.save_code(used)
        work.links.add_code(code)
    with records.begin() as work:
        assert work.links.code(code.hashed) == used
        assert work.links.code("hash of nothing") is None


def test_codes_of_a_thread_are_retired_by_purpose_or_all(records: Any) -> None:
    """A newer code takes the place of an older one; what had ended before ends no later."""
    one, thread = enrolled(records)
    chat, mail = a_code(one, thread), a_code(one, thread, purpose="mail")
    other = a_code(one, f"{thread}other")
    with records.begin() as work:
        for code in (chat, mail, other):
            work.links.add_code(code)
        work.links.retire_codes(thread, at=NOW, purpose="mail")
    with records.begin() as work:
        ends = [work.links.code(code.hashed).expires_at for code in (chat, mail, other)]
        assert ends == [SOON, NOW, SOON]
        work.links.retire_codes(thread, at=SOON - timedelta(minutes=1))
    with records.begin() as work:
        ends = [work.links.code(code.hashed).expires_at for code in (chat, mail, other)]
        assert ends == [SOON - timedelta(minutes=1), NOW, SOON]


def test_wrong_codes_count_against_those_that_are_good_in_that_thread_alone(records: Any) -> None:
    """A code that came by e-mail is guessed at only where it is good; one made for another chat is not touched."""
    one, thread = enrolled(records)
    chat, mail = a_code(one, thread), a_code(one, thread, purpose="mail")
    old = a_code(one, thread, purpose="mail", expires_at=NOW)
    with records.begin() as work:
        for code in (chat, mail, old):
            work.links.add_code(code)
        work.links.note_miss(thread, at=NOW)
        work.links.note_miss(thread, at=NOW)
    with records.begin() as work:
        assert [work.links.code(code.hashed).tries for code in (chat, mail, old)] == [0, 2, 0]


def test_old_codes_are_forgotten(records: Any) -> None:
    """Those that are still good are not."""
    one, thread = enrolled(records)
    old, good = a_code(one, thread, expires_at=NOW - timedelta(days=1)), a_code(one, thread)
    with records.begin() as work:
        work.links.add_code(old)
        work.links.add_code(good)
        work.links.forget_codes(before=NOW - timedelta(hours=1))
    with records.begin() as work:
        assert (work.links.code(old.hashed), work.links.code(good.hashed)) == (None, good)


def test_a_thread_is_tied_to_one_traveller(records: Any) -> None:
    """In the order in which threads came; who comes second is told so."""
    one, thread = enrolled(records)
    with records.begin() as work:
        work.links.link(f"{thread}b", one.id, at=SOON)
        work.links.link(f"{thread}a", one.id, at=LATER)
    with records.begin() as work:
        assert work.links.linked(one.id) == ((thread, one.began_at), (f"{thread}b", SOON), (f"{thread}a", LATER))
        assert work.wallet.threads_of(one.id) == (thread, f"{thread}b", f"{thread}a")
    with pytest.raises(ConflictError), records.begin() as work:
        work.links.link(thread, one.id, at=SOON)


def test_a_thread_leaves_once_a_cause(records: Any) -> None:
    """The same event again does not untie what was tied anew meanwhile; each parting is remembered."""
    one, thread = enrolled(records)
    first = Parted(thread, "m1#0", one.id, SOON, "unlinked", 4)
    with records.begin() as work:
        assert work.links.part(first)
        assert work.wallet.traveller_of(thread) == ""
        work.links.link(thread, one.id, at=SOON)
        assert not work.links.part(first)
    second = Parted(thread, "m2", one.id, LATER, "changed", 6)
    with records.begin() as work:
        assert work.wallet.traveller_of(thread) == one.id
        assert work.links.part(second)
        assert work.links.partings(thread) == work.links.former(one.id) == (second, first)
        assert work.links.partings(f"{thread}other") == ()


def test_a_thread_without_a_traveller_may_leave_too(records: Any) -> None:
    """What was booked in it before is nobody's whom we know."""
    thread = f"whatsapp:1:links{next(_NUMBERS)}"
    gone = Parted(thread, "m1", "", NOW, "changed", 0)
    with records.begin() as work:
        assert work.links.part(gone)
    with records.begin() as work:
        assert work.links.partings(thread) == (gone,)


def test_everything_that_ties_chats_moves_to_another_traveller(records: Any) -> None:
    """Threads, those that had left, and codes; and what was agreed to is found under the name that stays."""
    (stays, first), (goes, second) = enrolled(records), enrolled(records)
    code = a_code(goes, second)
    parted = Parted(f"{second}gone", "m1#0", goes.id, SOON, "unlinked", 2)
    checkout = new_checkout(f"chk_{goes.id}", thread=second)
    given = GivenConsent(f"cns_{goes.id}", goes.id, checkout.id, Consent("saved_card", "en", 1, "Words.", NOW))
    with records.begin() as work:
        work.links.add_code(code)
        work.links.part(parted)
        work.money.add(checkout)
        work.wallet.give_consent(given)
        work.links.move(goes.id, stays.id)
        work.wallet.save_traveller(msgspec.structs.replace(goes, profile=Profile(2), merged_into=stays.id))
    with records.begin() as work:
        assert work.wallet.threads_of(stays.id) == (first, second)
        assert work.wallet.threads_of(goes.id) == work.links.former(goes.id) == ()
        assert work.links.former(stays.id) == (msgspec.structs.replace(parted, traveller=stays.id),)
        assert work.links.code(code.hashed).traveller == stays.id
        assert work.wallet.traveller(goes.id).merged_into == stays.id
        assert work.wallet.consents_of(stays.id) == (given,)


def test_who_is_merged_twice_is_found_under_the_last_name(records: Any) -> None:
    """What was agreed to by the first of three is shown with the third."""
    (last, _), (middle, _), (first, thread) = enrolled(records), enrolled(records), enrolled(records)
    checkout = new_checkout(f"chk_{first.id}", thread=thread)
    given = GivenConsent(f"cns_{first.id}", first.id, checkout.id, Consent("saved_card", "en", 1, "Words.", NOW))
    with records.begin() as work:
        work.money.add(checkout)
        work.wallet.give_consent(given)
    for goes, stays in ((first, middle), (middle, last)):
        with records.begin() as work:
            work.links.move(goes.id, stays.id)
            work.wallet.save_traveller(msgspec.structs.replace(goes, merged_into=stays.id))
    with records.begin() as work:
        assert work.wallet.consents_of(last.id) == (given,)


def test_a_traveller_is_found_by_an_address_in_any_case(records: Any) -> None:
    """The first who had it; one who became somebody else's second record is not found, nor is nobody by "" ."""
    address = f"Ada.{next(_NUMBERS)}@Example.org"
    (first, _), (second, _) = enrolled(records, email=address), enrolled(records, email=address.lower())
    with records.begin() as work:
        assert work.links.traveller_with(address.upper()) == first.id
        assert work.links.traveller_with("") == work.links.traveller_with("nobody@example.org") == ""
        work.wallet.save_traveller(msgspec.structs.replace(first, merged_into=second.id))
    with records.begin() as work:
        assert work.links.traveller_with(address) == second.id


def test_another_name_means_the_thread_it_was_last_given_to(records: Any) -> None:
    """A number that changed hands means its new owner's thread."""
    name = f"whatsapp:1:33{next(_NUMBERS)}"
    with records.begin() as work:
        assert work.links.alias(name) == ""
        work.links.save_alias(name, "whatsapp:1:FR.1", at=NOW)
        work.links.save_alias(name, "whatsapp:1:FR.2", at=SOON)
    with records.begin() as work:
        assert work.links.alias(name) == "whatsapp:1:FR.2"


def test_bookings_are_found_within_the_parts_of_histories_that_are_asked_for(records: Any) -> None:
    """From a moment on, before another, of several threads at once, the newest first and none twice."""
    one, other = (f"messenger:page:span{next(_NUMBERS)}" for _ in range(2))
    for thread, minutes in ((one, 1), (one, 5), (other, 3)):
        begun = NOW + timedelta(minutes=minutes)
        checkout = msgspec.structs.replace(paid_checkout(f"chk_{thread}_{minutes}", thread=thread), began_at=begun)
        with records.begin() as work:
            work.money.add(checkout)
            work.money.save(msgspec.structs.replace(checkout, version=1))
    border, early = NOW + timedelta(minutes=5), NOW + timedelta(minutes=4)
    with records.begin() as work:
        whole = work.trips.of_spans((Span(one), Span(other)), most=9)
        assert whole == (f"chk_{one}_5", f"chk_{other}_3", f"chk_{one}_1")
        assert work.trips.of_spans((Span(one), Span(one, until=border)), most=9) == (f"chk_{one}_5", f"chk_{one}_1")
        assert work.trips.of_spans((Span(one, since=border),), most=9) == ()
        assert work.trips.of_spans((Span(one, since=early),), most=9) == (f"chk_{one}_5",)
        assert work.trips.of_spans((Span(one, until=early),), most=9) == (f"chk_{one}_1",)
        assert work.trips.of_spans((Span(one, NOW, early), Span(other)), most=1) == (f"chk_{other}_3",)
