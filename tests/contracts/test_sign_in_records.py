"""What every archive of proofs, sessions and links promises, in memory and in a real PostgreSQL alike."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.errors import ConflictError
from bot.domain.staff.credentials import Credentials, StaffLink, StaffSession
from bot.domain.staff.person import Person
from tests.builders.world import NOW

EVA = Person("per_sign_in_eva", "Eva", "eva@sign-in.example", ("agent",))
TOM = Person("per_sign_in_tom", "Tom", "tom@sign-in.example", ("agent",))
KEPT = Credentials(
    person=EVA.id,
    password="hash",
    totp="sealed",
    totp_step=7,
    recovery=("a", "b"),
    issuer="https://i.example",
    subject="1",
)
SESSION = StaffSession(
    hashed="contract-1", person=EVA.id, way="password", device="Firefox on Linux", began_at=NOW, seen_at=NOW
)


@pytest.fixture(autouse=True)
def _known(records: Any) -> None:
    with records.begin() as work:
        for person in (EVA, TOM):
            work.people.keep(person)


def test_proofs_are_kept_as_they_are_and_a_subject_is_one_persons(records: Any) -> None:
    """Nobody signs in as somebody else by the same account of the provider."""
    with records.begin() as work:
        assert work.sign_in.credentials("per_sign_in_nobody") == Credentials(person="per_sign_in_nobody")
        assert work.sign_in.credentials(TOM.id, lock=True) == Credentials(person=TOM.id)
        work.sign_in.keep(KEPT)
        assert work.sign_in.credentials(EVA.id, lock=True) == KEPT
        every = work.sign_in.every_credentials()
        assert every[EVA.id] == KEPT
        assert every.get(TOM.id, Credentials(person=TOM.id)) == Credentials(person=TOM.id)
        assert work.sign_in.with_subject(KEPT.issuer, "1") == EVA.id
        assert work.sign_in.with_subject("https://other.example", "1") == ""
        assert work.sign_in.with_subject("", "") == ""
    with pytest.raises(ConflictError), records.begin() as work:
        work.sign_in.keep(msgspec.structs.replace(KEPT, person=TOM.id))


def test_a_session_is_found_until_it_is_ended(records: Any) -> None:
    """Who ends a session ends it for good, and everybody's last use stays known."""
    later, newer = (
        NOW + timedelta(minutes=5),
        msgspec.structs.replace(SESSION, hashed="contract-2", way="link", whole=True),
    )
    with records.begin() as work:
        for session in (SESSION, newer):
            work.sign_in.end(session.hashed)
            work.sign_in.begin(session)
        work.sign_in.see(newer.hashed, at=later)
        work.sign_in.see("nobody's", at=later)
        assert work.sign_in.session(SESSION.hashed) == SESSION
        assert [one.hashed for one in work.sign_in.sessions(EVA.id)] == [newer.hashed, SESSION.hashed]
        assert work.sign_in.end_all(EVA.id, but=newer.hashed) == 1
        assert work.sign_in.session(SESSION.hashed) is None
        assert work.sign_in.end(newer.hashed)
        assert not work.sign_in.end(newer.hashed)
        assert work.sign_in.last_seen()[EVA.id] == later


def test_a_link_is_used_once_and_a_newer_one_takes_its_place(records: Any) -> None:
    """Of two links the newer one is good, once; old ones and old sessions are forgotten."""
    first, second = (StaffLink(hashed=f"contract-link-{one}", person=TOM.id, by="x", made_at=NOW) for one in "ab")
    with records.begin() as work:
        work.sign_in.forget(before=NOW + timedelta(days=1))
        work.sign_in.add_link(first)
        work.sign_in.add_link(second)
        assert work.sign_in.link(first.hashed) is None
        assert work.sign_in.link(second.hashed) == second
        assert work.sign_in.use_link(second.hashed, at=NOW)
        assert not work.sign_in.use_link(second.hashed, at=NOW)
        assert not work.sign_in.use_link("none", at=NOW)
        assert work.sign_in.link(second.hashed) == msgspec.structs.replace(second, used_at=NOW)
        work.sign_in.begin(msgspec.structs.replace(SESSION, hashed="contract-3"))
        work.sign_in.forget(before=NOW + timedelta(seconds=1))
        assert (work.sign_in.link(second.hashed), work.sign_in.session("contract-3")) == (None, None)


def test_people_are_found_by_address_in_any_case_and_a_right_try_is_taken_back(records: Any) -> None:
    """Who types an address in capitals is found; who was right in the end has no try counted."""
    with records.begin() as work:
        work.people.hold_rights()
        assert work.people.with_email("EVA@sign-in.example") == EVA
        assert work.people.with_email("") is None
        assert work.people.with_email("nobody@sign-in.example") is None
        for effect in ("guess-1", "guess-2"):
            work.trips.note_wrong_try(effect, "contract-door", at=NOW)
        work.trips.take_try_back("guess-1")
        assert work.trips.wrong_tries("contract-door", since=NOW - timedelta(hours=1), most=9) == (NOW,)
        work.trips.take_try_back("guess-2")
