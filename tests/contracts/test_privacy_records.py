"""What every store of choices and of erasures promises, in memory and in PostgreSQL alike."""

from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.adapters.sql.engine import make_engine
from bot.domain.conversation.events import ProfileChanged, TextReceived
from bot.domain.conversation.profile import Profile
from bot.domain.payment.setup import Setup
from bot.domain.privacy import PEOPLE, Choice, allows
from bot.ports.link_records import LinkCode
from bot.ports.privacy_records import Erasure
from bot.ports.talk_records import Owed
from bot.ports.trip_records import Span
from bot.ports.wallet_link_records import WalletLink
from bot.ports.wallet_records import Traveller
from tests.builders.checkouts import HELD, NOW, feed, new_checkout
from tests.builders.entries import talk, turn
from tests.builders.payments import asked_back, keep, paid, refused
from tests.builders.world import NOW_MS

_NUMBERS = count(1)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def thread(records: Any) -> str:
    """A thread of its own, whose traveller is called as it ends."""
    made = f"messenger:page:priv{next(_NUMBERS)}"
    with records.begin() as work:
        work.wallet.enroll(made, Traveller(of(made), NOW))
    return made


def of(thread: str) -> str:
    """The traveller of a thread."""
    return f"trv_{thread.rpartition(':')[2]}"


def chosen(thread: str, number: int, *, given: bool) -> Choice:
    """A choice about people."""
    at = NOW + timedelta(minutes=number)
    return Choice(f"chc_{of(thread)}_{number}", of(thread), PEOPLE, given, "en", 1, "The exact words.", at)


def said(records: Any, thread: str, number: int, words: str) -> str:
    """Something that was said in a thread and answered; gives the event's id."""
    event = TextReceived(f"{thread}.m{number}", NOW_MS, words)
    entry = turn(event, f"You said {words}", of=talk(number, thread=thread))
    with records.begin() as work:
        work.talk.archive_turns(((f"1-{number}", entry),))
    return event.id


def lines(records: Any, thread: str) -> list[str]:
    """What can still be read of a thread."""
    with records.begin() as work:
        return [line.body for line in work.talk.lines(thread)]


def test_a_choice_is_kept_for_ever_and_the_last_one_counts(records: Any, thread: str) -> None:
    """Taken back and given again: both rows stay, the same again is one, and without any everything is allowed."""
    with records.begin() as work:
        assert allows(work.privacy.choices(of(thread)), PEOPLE)
        for _ in range(2):
            work.privacy.choose(chosen(thread, 1, given=False))
    with records.begin() as work:
        assert not allows(work.privacy.choices(of(thread)), PEOPLE)
        work.privacy.choose(chosen(thread, 2, given=True))
    with records.begin() as work:
        choices = work.privacy.choices(of(thread))
    assert choices == (chosen(thread, 1, given=False), chosen(thread, 2, given=True))
    assert allows(choices, PEOPLE)


def test_choices_follow_a_traveller_who_was_thought_to_be_two(records: Any, thread: str) -> None:
    """What was chosen under the other name holds for the one who stays."""
    other = f"{thread}two"
    with records.begin() as work:
        work.privacy.choose(chosen(thread, 1, given=False))
        work.wallet.enroll(other, Traveller(of(other), NOW))
        work.wallet.save_traveller(Traveller(of(thread), NOW, merged_into=of(other)))
    with records.begin() as work:
        assert not allows(work.privacy.choices(of(other)), PEOPLE)


@pytest.mark.real
def test_nobody_rewrites_what_was_chosen(postgres: str) -> None:
    """The table refuses it, whoever asks."""
    engine = make_engine(postgres)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text("DELETE FROM purpose_choices"))
    engine.dispose()


def test_money_under_way_is_seen_in_any_shape(records: Any, thread: str) -> None:
    """Seats that are held, a card that was refused and a refund on its way are not over; a paid booking is."""
    name = of(thread)
    spans = (Span(thread),)
    keep(records, paid(f"chk_{name}_1", thread=thread))
    with records.begin() as work:
        assert not work.privacy.is_busy(spans)
        assert not work.privacy.is_busy(())
    for number, checkout in enumerate(
        (
            feed(new_checkout(f"chk_{name}_h", thread=f"{thread}h"), HELD).checkout,
            refused(f"chk_{name}_r", thread=f"{thread}r"),
            asked_back(paid(f"chk_{name}_b", thread=f"{thread}b")),
        )
    ):
        keep(records, checkout)
        with records.begin() as work:
            assert work.privacy.is_busy((Span(checkout.thread),)), number
            assert not work.privacy.is_busy((Span(checkout.thread, until=NOW - timedelta(days=1)),))


def test_a_booking_that_was_cancelled_and_given_back_is_over(records: Any, thread: str) -> None:
    """Who cancelled a trip may be forgotten as everybody else, once the money is back."""
    for state, busy in (("returning", True), ("returned", False)):
        name = f"chk_{of(thread)}_{state}"
        keep(records, msgspec.structs.replace(paid(name, thread=f"{thread}{state}"), state=state))
        with records.begin() as work:
            assert work.privacy.is_busy((Span(f"{thread}{state}"),)) is busy


def test_links_to_a_wallet_are_forgotten_with_their_traveller(records: Any, thread: str) -> None:
    """A link names a chat and the browser that opened it."""
    with records.begin() as work:
        work.wallet_links.add(WalletLink(f"hash_{thread}", of(thread), thread, "en", NOW, LATER))
        work.privacy.forget_pages(of(thread))
        assert work.wallet_links.link(f"hash_{thread}") is None


def test_setups_are_forgotten_when_they_are_over(records: Any, thread: str) -> None:
    """One that is under way is let come to its end first."""
    mine, name = Setup(f"set_{of(thread)}", of(thread), thread, "card", "vault", "en", NOW, LATER), f"set_{of(thread)}"
    with records.begin() as work:
        work.setups.add(msgspec.structs.replace(mine, due_at=LATER))
        assert not work.privacy.forget_pages(of(thread))
        assert work.setups.setup(name) is not None
        work.setups.save(msgspec.structs.replace(mine, state="declined", method="Visa •4242"))
        assert work.privacy.forget_pages(of(thread))
        assert work.setups.setup(name) is None


def test_a_transcript_is_blanked_up_to_the_moment_of_forgetting(records: Any, thread: str) -> None:
    """What was said before is gone, what is said afterwards stays; ids stay, so that nothing old is taken for new."""
    first = said(records, thread, 1, "secret words")
    forgot = said(records, thread, 2, "forget me")
    said(records, thread, 3, "hello again")
    with records.begin() as work:
        assert work.privacy.said((Span(thread),)) == 6
        assert work.privacy.forgot_at(thread, forgot) == NOW
        assert work.privacy.forgot_at(thread, "nothing") is None
    for blanks in (True, False):
        with records.begin() as work:
            assert work.privacy.blank(Span(thread), event=forgot) is blanks
    kept = lines(records, thread)
    assert len(kept) == 4
    assert not any("secret" in body for body in kept)
    assert any("hello again" in body for body in kept)
    with records.begin() as work:
        assert work.talk.has_event(thread, first)
        assert work.privacy.said((Span(thread),)) == 4
    said(records, thread, 1, "secret words")
    assert not any("secret" in body for body in lines(records, thread))


def test_a_part_of_a_transcript_is_blanked_alone(records: Any, thread: str) -> None:
    """A chat that belongs to somebody else by now keeps what they said."""
    said(records, thread, 1, "mine")
    with records.begin() as work:
        work.privacy.blank(Span(thread, until=NOW - timedelta(hours=1)))
    assert len(lines(records, thread)) == 2
    with records.begin() as work:
        work.privacy.blank(Span(thread, since=NOW - timedelta(hours=1), until=LATER))
        assert work.privacy.said((Span(thread),)) == 0
    assert lines(records, thread) == []


def test_what_was_owed_is_emptied_and_never_owed_again(records: Any, thread: str) -> None:
    """News that a chat has taken named people; what it has not taken yet is still handed over."""
    taken, waiting = f"{thread}:1", f"{thread}:2"
    full = Profile(1, email="marie@example.com")
    with records.begin() as work:
        for name in (taken, waiting):
            work.talk.owe(Owed(name, thread, ProfileChanged(name, NOW_MS, full)))
        work.talk.paid_off(taken)
    with records.begin() as work:
        work.privacy.blank(Span(thread))
    with records.begin() as work:
        work.talk.owe(Owed(taken, thread, ProfileChanged(taken, NOW_MS, full)))
    with records.begin() as work:
        assert [owed.id for owed in work.talk.owed_to(thread)] == [waiting]
        emptied = work.talk.promised(taken)
    assert emptied is not None
    assert "marie" not in msgspec.json.encode(emptied.event).decode()


def test_who_was_to_fly_on_what_never_was_booked_is_forgotten(records: Any, thread: str) -> None:
    """No law wants those names; a paid booking keeps the names on its tickets."""
    never = msgspec.structs.replace(new_checkout(f"chk_{of(thread)}_n", thread=thread), state="ended")
    order = msgspec.structs.replace(never.order, state="released")
    keep(records, msgspec.structs.replace(never, order=order))
    keep(records, paid(f"chk_{of(thread)}_p", thread=thread))
    with records.begin() as work:
        work.privacy.blank(Span(thread))
    with records.begin() as work:
        gone, kept = (work.money.checkout(f"chk_{of(thread)}_{letter}") for letter in "np")
    assert gone is not None
    assert kept is not None
    assert (gone.order.passengers, gone.order.email) == ((), "")
    assert gone.order.offer == never.order.offer
    assert len(kept.order.passengers) == 2


def test_an_erasure_is_found_until_it_is_done(records: Any, thread: str) -> None:
    """Noted once, it survives a restart with its parts; when it is done, not even the thread's name is left in it."""
    spans = (Span(thread), Span(f"{thread}old", since=NOW, until=LATER))
    erasure = Erasure(f"ers_{of(thread)}", of(thread), thread, NOW, spans)
    for _ in range(2):
        with records.begin() as work:
            work.privacy.begin_erasure(erasure)
    with records.begin() as work:
        assert erasure in work.privacy.erasures(most=50)
        work.privacy.finish_erasure(erasure.id, at=LATER)
    with records.begin() as work:
        assert erasure.id not in [one.id for one in work.privacy.erasures(most=50)]


def test_codes_that_link_are_forgotten_with_their_traveller(records: Any, thread: str) -> None:
    """Nobody opens an account with a code of somebody who was forgotten."""
    end = NOW + timedelta(minutes=10)
    with records.begin() as work:
        work.links.add_code(LinkCode(f"hash_{thread}", of(thread), thread, "chat", NOW, end))
        work.links.add_code(LinkCode(f"hash_{thread}2", of(thread), f"{thread}2", "mail", NOW, end))
        work.privacy.forget_ties(of(thread), (thread,))
    with records.begin() as work:
        assert work.links.code(f"hash_{thread}") is None
        assert work.links.code(f"hash_{thread}2") is None
