"""News of an account after a channel's window: the kinds that must be known as a template, everything by mail."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.entry import TurnEntry
from bot.domain.errors import SendFailedError
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.ports.activity_records import MAILBOX, Place
from bot.ports.link_records import Parted
from bot.services import activity_notices
from bot.services.notices import Late, can_be_late, say_late
from tests.builders.activity import MARIE, happened, marie, noted
from tests.builders.house import House, house
from tests.builders.late import DAY, approve, thread_on
from tests.fakes.channel import FakeChannel

CHANNELS = ("messenger", "instagram", "whatsapp")


@pytest.fixture
def home() -> House:
    """A house with a fake of each platform, in which Marie has a chat on each."""
    made = house(channels={name: FakeChannel(name) for name in CHANNELS})
    marie(made, *(thread_on(name) for name in CHANNELS))
    return made


def turn(home: House, channel: str, *activities: Activity, **talk: Any) -> TurnEntry:
    """The turn in which a chat was told of them, a day after Marie was last heard there."""
    thread = thread_on(channel)
    heard = home.clock.ms - DAY
    home.memory.talks[thread] = msgspec.structs.replace(home.memory.talks[thread], last_heard=heard, **talk)
    noted(home, *(activities or (happened(),)))
    home.clock.move(seconds=2)
    activity_notices.hand_over(home.runtime)
    entries = [noted.entry for stream in home.memory.streams.values() for noted in stream]
    mine = [entry for entry in entries if isinstance(entry, TurnEntry) and entry.thread == thread]
    return next(entry for entry in mine if isinstance(entry.event, AccountActivityNoted))


def late(home: House, entry: TurnEntry) -> Late:
    """How it goes."""
    assert can_be_late(entry.event)
    return say_late(home.runtime, entry, entry.said[0])


def sent(home: House, channel: str) -> list[str]:
    """What a platform took."""
    party: Any = home.runtime.channels[channel]
    return [words.removesuffix(" | ") for words in party.words]


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_method_that_was_added_is_told_as_a_template(home: House, channel: str, language: str) -> None:
    """A traveller who was quiet for a day learns of it in the thread, in its language; no mail is sent for it here."""
    approve(home, channel, "en", "fr")
    assert late(home, turn(home, channel, language=language)).how == "template"
    assert sent(home, channel) == [f"(template) threadfare_activity_method_added_1 | {language} | Visa •4242"]
    assert home.mailer.sent == {}


@pytest.mark.parametrize(
    ("one", "template"),
    [
        (happened("new_device"), "threadfare_activity_new_device_1 | en | Visa •4242 | Tue 24 Nov, 11:00 CET"),
        (happened("pin_locked", about=""), "threadfare_activity_pin_locked_1 | en | Tue 24 Nov, 11:00 CET"),
        (happened("payment_failed"), "threadfare_activity_payment_failed_1 | en | Visa •4242"),
        (
            happened("refunded", money=Money(31200, "EUR")),
            "threadfare_activity_refunded_1 | en | €312.00 | Visa •4242",
        ),
        (happened("refunded"), "threadfare_activity_refunded_quiet_1 | en | Visa •4242"),
    ],
)
def test_the_kinds_that_must_be_known_have_one(home: House, one: Activity, template: str) -> None:
    """Without an amount where none is wanted."""
    approve(home, "whatsapp", "en")
    late(home, turn(home, "whatsapp", one))
    assert sent(home, "whatsapp") == [f"(template) {template}"]


def test_of_several_the_one_that_guards_the_account_is_told(home: House) -> None:
    """One template a turn; the mail tells all of them."""
    approve(home, "messenger", "en")
    late(home, turn(home, "messenger", happened("refunded"), happened("new_device")))
    (words,) = sent(home, "messenger")
    assert "new_device" in words


@pytest.mark.parametrize(("channel", "kind"), [("instagram", "method_added"), ("messenger", "preferred_changed")])
def test_the_rest_is_told_by_the_mail_that_goes_anyway(home: House, channel: str, kind: Any) -> None:
    """Once: the desk reads that it went by mail, and no second one leaves."""
    approve(home, "messenger", "en")
    entry = turn(home, channel, happened(kind))
    assert late(home, entry) == Late("email")
    for mail in activity_notices.open_mails(home.runtime):
        activity_notices.send_mail(home.runtime, mail)
    assert late(home, entry) == Late("email")
    assert len(home.mailer.sent) == 1
    assert sent(home, channel) == []


def test_a_template_that_is_refused_gives_way_to_the_mail(home: House) -> None:
    """Nobody is told nothing because a template was paused a moment ago."""
    approve(home, "messenger", "en")
    entry = turn(home, "messenger")
    party: Any = home.runtime.channels["messenger"]
    party.fail[entry.said[0].id] = [SendFailedError("132015", reason="content", retryable=False)]
    assert late(home, entry).how == "email"


def test_without_template_and_mail_the_desk_sees_that_it_failed(home: House) -> None:
    """Nothing pretends to have been sent."""
    entry = turn(home, "instagram")
    with home.records.begin() as work:
        for mail in activity_notices.open_mails(home.runtime):
            work.activity.end_mail(mail, "failed")
    with pytest.raises(SendFailedError) as caught:
        late(home, entry)
    assert caught.value.reason == "window_closed"


def test_a_chat_that_left_meanwhile_gets_no_template(home: House) -> None:
    """Whoever has the number now is told nothing of the account."""
    approve(home, "whatsapp", "en")
    entry = turn(home, "whatsapp")
    with home.records.begin() as work:
        work.links.part(Parted(entry.thread, "wamid.system", MARIE, home.clock.now(), "changed", 9))
    assert late(home, entry).how == "email"
    assert sent(home, "whatsapp") == []


def test_news_that_nobody_kept_goes_nowhere(home: House) -> None:
    """Without its batch nothing is known of it."""
    entry = turn(home, "messenger")
    with home.records.begin() as work:
        work.activity.withhold(Place(MARIE, MAILBOX), at=home.clock.now())
    home.records.activity.notices.clear()
    with pytest.raises(SendFailedError):
        late(home, entry)
