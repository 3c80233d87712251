"""Notices of account activity on their way: each once, in every chat that is still the traveller's, and by mail."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.profile import Profile
from bot.domain.errors import SendFailedError
from bot.domain.money import Money
from bot.ports.link_records import Parted
from bot.services import activity_notices, turns
from bot.services.activity_wishes import Wishes
from tests.builders.activity import MARIE, happened, marie, noted, told
from tests.builders.house import House, house
from tests.builders.linked import ADA, WEB
from tests.builders.world import NOW

ADDED = "News of your account: A payment method was added (Visa •4242). Was this not you? Write “Talk to a person”."


@pytest.fixture
def home() -> House:
    """A house in which Marie talks in Messenger and on the web."""
    made = house()
    marie(made)
    return made


def deliver(home: House, *, seconds: float = 2) -> None:
    """Time passes, and the clock and the workers do what is due."""
    home.clock.move(seconds=seconds)
    activity_notices.hand_over(home.runtime)
    for mail in activity_notices.open_mails(home.runtime):
        activity_notices.send_mail(home.runtime, mail)


def part(home: House, thread: str) -> None:
    """A chat leaves Marie, and its turn has yet to come."""
    with home.records.begin() as work:
        work.links.part(Parted(thread, "tap#0", MARIE, home.clock.now(), "unlinked", 9))


def wish(monkeypatch: pytest.MonkeyPatch, wishes: Wishes) -> None:
    """Marie wants to be told so."""
    for module in ("activity_notices", "activity_letters"):
        monkeypatch.setattr(f"bot.services.{module}.wishes_of", lambda *_: wishes)


def test_every_chat_and_the_mailbox_are_told_once(home: House) -> None:
    """However often it is noted and the clock ticks."""
    for _ in range(3):
        noted(home, happened())
        deliver(home)
    assert told(home, ADA) == told(home, WEB) == [ADDED]
    ((_, mail),) = home.mailer.sent.items()
    assert mail.to == "marie@example.com"
    assert mail.subject == "A payment method was added"
    assert home.meter.counts["notices", "thread"] == 2
    assert home.meter.counts["notice_mails", "told"] == 1


def test_what_happens_at_once_is_one_message(home: House) -> None:
    """A card that is added and preferred; nothing is said before the moment has passed."""
    noted(home, happened(), happened("preferred_changed"))
    deliver(home, seconds=1)
    assert told(home, ADA) == []
    deliver(home)
    (words,) = told(home, ADA)
    assert "was added" in words
    assert "preferred payment method was changed" in words
    ((_, mail),) = home.mailer.sent.items()
    assert mail.subject == "News of your account"
    assert mail.text.count("Visa •4242") == 2


def test_a_flood_becomes_a_digest(home: House) -> None:
    """Fifty changes in a minute are three messages now and one ten minutes later; the newest is in it."""
    for number in range(50):
        noted(home, happened("method_removed", str(number), about=f"Visa {number}", at=home.clock.now()))
        deliver(home, seconds=1.2)
    assert len(told(home, ADA)) == len(home.mailer.sent) == 3
    deliver(home, seconds=600)
    assert len(told(home, ADA)) == len(home.mailer.sent) == 4
    assert "And " in told(home, ADA)[-1]
    deliver(home, seconds=600)
    assert len(told(home, ADA)) == 4


def test_a_chat_that_left_meanwhile_is_not_told(home: House) -> None:
    """Somebody else may write there now: looked at when the message is made, and again when it is taken."""
    noted(home, happened())
    part(home, WEB)
    deliver(home)
    assert told(home, WEB) == []
    assert told(home, ADA) == [ADDED]


def test_a_chat_that_leaves_between_promise_and_turn_is_not_told(home: House) -> None:
    """Redis was away for a moment, and in that moment the number changed hands."""
    noted(home, happened())
    home.memory.away = True
    home.clock.move(seconds=2)
    activity_notices.hand_over(home.runtime)
    home.memory.away = False
    part(home, ADA)
    for thread in (ADA, WEB):
        turns.pay_off(home.runtime, thread)
        turns.pay_off(home.runtime, thread)
    assert told(home, ADA) == []
    assert told(home, WEB) == [ADDED]


def test_amounts_are_left_out_where_she_wants_none(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every chat, in the subject and in the mail."""
    wish(monkeypatch, Wishes(quiet_amounts=True))
    noted(home, happened("refunded", money=Money(31200, "EUR"), checkout="chk_1"))
    deliver(home)
    ((_, mail),) = home.mailer.sent.items()
    for words in (*told(home, ADA), *told(home, WEB), mail.subject, mail.text, mail.html):
        assert "312" not in words
        assert "refund was made" in words


def test_no_mail_goes_where_none_is_wanted(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever took back that purpose is told in the chats alone."""
    wish(monkeypatch, Wishes(by_mail=False))
    noted(home, happened())
    deliver(home)
    assert home.mailer.sent == {}
    assert told(home, ADA) == [ADDED]


def test_a_purpose_that_is_taken_back_before_the_mail_leaves_stops_it(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server was away, and when it came back nobody wanted the mail any more."""
    home.mailer.failures = [SendFailedError("451", reason="transient", retryable=True)]
    noted(home, happened())
    deliver(home)
    wish(monkeypatch, Wishes(by_mail=False))
    deliver(home, seconds=61)
    assert home.mailer.sent == {}
    assert home.meter.counts["notice_mails", "withheld"] == 1


def test_where_no_mails_go_out_nothing_waits_for_one(home: House) -> None:
    """An airline without a mail server still tells the chats."""
    quiet = msgspec.structs.replace(home.runtime, mails=False, mailer=None, letters=None)
    noted(home, happened())
    home.clock.move(seconds=2)
    activity_notices.hand_over(quiet)
    assert activity_notices.open_mails(quiet) == ()
    assert activity_notices.open_mails(home.runtime) == ()
    activity_notices.send_mail(quiet, "ntc_1")
    assert told(home, ADA) == [ADDED]


def test_a_traveller_without_an_address_is_told_in_the_chats(home: House) -> None:
    """Nobody is written to at no address."""
    with home.records.begin() as work:
        traveller = work.wallet.traveller(MARIE)
        assert traveller is not None
        profile = msgspec.structs.replace(traveller.profile, email="")
        work.wallet.save_traveller(msgspec.structs.replace(traveller, profile=profile))
    noted(home, happened())
    deliver(home)
    assert home.mailer.sent == {}
    assert told(home, WEB) == [ADDED]


@pytest.mark.parametrize("reason", ["transient", "unknown_outcome"])
def test_a_mail_server_that_is_away_gets_the_mail_later(home: House, reason: str) -> None:
    """Under the same Message-ID, by whoever is rung next once the lease is over."""
    home.mailer.failures = [SendFailedError("?", reason=reason, retryable=True)] * 2
    noted(home, happened())
    deliver(home)
    deliver(home, seconds=30)
    assert len(home.mailer.failures) == 1
    deliver(home, seconds=61)
    deliver(home, seconds=61)
    assert len(home.mailer.sent) == 1


def test_after_a_night_nobody_tries_any_more(home: House) -> None:
    """News of yesterday is no news; staff see it in the figures."""
    home.mailer.failures = [SendFailedError("?", reason="transient", retryable=True)] * 99
    noted(home, happened())
    deliver(home)
    deliver(home, seconds=7 * 3600)
    assert activity_notices.open_mails(home.runtime) == ()
    assert home.meter.counts["notice_mails", "failed"] == 1


def test_an_address_that_nobody_has_is_tried_once(home: House) -> None:
    """The chats are told all the same."""
    home.mailer.failures = [SendFailedError("550", reason="unavailable", retryable=False)]
    noted(home, happened())
    deliver(home)
    deliver(home, seconds=600)
    assert home.mailer.sent == {}
    assert told(home, ADA) == [ADDED]


def test_two_workers_send_one_mail(home: House) -> None:
    """The second finds it taken."""
    noted(home, happened())
    home.clock.move(seconds=2)
    activity_notices.hand_over(home.runtime)
    (mail,) = activity_notices.open_mails(home.runtime)
    sent: list[str] = []

    class Slow:
        """A server during whose answer another worker is rung."""

        def send(self, *_: Any, key: str) -> None:
            """Take a mail."""
            sent.append(key)
            activity_notices.send_mail(second, mail)

    second = msgspec.structs.replace(home.runtime, mailer=Slow())
    activity_notices.send_mail(second, mail)
    assert sent == [mail]


def test_who_was_merged_meanwhile_is_told_as_one(home: House) -> None:
    """Both records' chats are hers now: what waited for one of them is not lost."""
    noted(home, happened())
    with home.records.begin() as work:
        traveller = work.wallet.traveller(MARIE)
        assert traveller is not None
        work.wallet.enroll("messenger:page:old", msgspec.structs.replace(traveller, id="trv_older"))
        work.links.move(MARIE, "trv_older")
        work.wallet.save_traveller(msgspec.structs.replace(traveller, profile=Profile(2), merged_into="trv_older"))
    deliver(home)
    assert told(home, ADA) == told(home, WEB) == [ADDED]
    assert len(home.mailer.sent) == 1


def test_what_happened_long_ago_is_still_told(home: House) -> None:
    """The clock was away for a day: late is better than never."""
    noted(home, happened(at=NOW - timedelta(days=1)))
    deliver(home, seconds=0)
    assert told(home, ADA) == [ADDED]
