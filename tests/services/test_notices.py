"""What is told after a platform's window: by which way, with which facts, and what happens when a way is refused."""

from typing import Any

import pytest

from bot.domain.conversation.events import PaymentChallenged
from bot.domain.errors import SendFailedError
from bot.ports.link_records import Parted
from bot.services.notices import Late, say_late
from tests.builders.house import House, house
from tests.builders.late import (
    CHECKOUT,
    DAY,
    approve,
    commit_turn,
    keep_checkout,
    late_agent,
    late_news,
    talk_of,
    thread_on,
)
from tests.builders.world import NOW_MS
from tests.fakes.channel import FakeChannel, failure

TRIP = "Paris – New York, Fri 4 Dec"


@pytest.fixture
def home() -> House:
    """A house with a fake of each platform."""
    return house(channels={name: FakeChannel(name) for name in ("messenger", "instagram", "whatsapp")})


def sent(home: House, channel: str) -> list[str]:
    """What a platform took."""
    party: Any = home.runtime.channels[channel]
    return list(party.words)


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
def test_tickets_go_as_a_template(home: House, channel: str) -> None:
    """A traveller who was quiet for a day reads in the thread that the tickets are there, with a way to them."""
    approve(home, channel, "en", "fr")
    entry = late_news(home, channel)
    assert say_late(home.runtime, entry, entry.said[0]) == Late("template", "mid.told_1#0")
    (words,) = sent(home, channel)
    template, language, locator, trip, suffix = words.split(" | ")
    assert (template, language, locator, trip) == ("(template) threadfare_tickets_issued_1", "en", "ABC234", TRIP)
    assert "/" not in suffix
    assert suffix.startswith("1-en-")
    assert home.mailer.sent == {}
    assert home.meter.counts["late", channel, "template"] == 1


def test_on_instagram_they_go_by_mail(home: House) -> None:
    """Instagram takes nothing more: the mail has the same facts, the link, the calendar, and the way back."""
    entry = late_news(home, "instagram")
    assert say_late(home.runtime, entry, entry.said[0]).how == "email"
    ((key, mail),) = home.mailer.sent.items()
    assert (mail.to, key) == ("ada@example.org", f"{entry.thread}|told_1#0")
    assert "ABC234" in mail.subject
    assert TRIP in mail.text
    assert "https://tickets.example/trip/1-en-" in mail.text
    (file,) = mail.attachments
    assert (file.name, file.media_type) == ("trip.ics", "text/calendar")
    assert b"TF12" in file.content
    assert sent(home, "instagram") == []


def test_news_for_a_number_that_changed_hands_goes_by_mail_alone(home: House) -> None:
    """It was said before the change and waited; whoever has the number now is not told where somebody flies."""
    approve(home, "whatsapp", "en")
    entry = late_news(home, "whatsapp")
    with home.records.begin() as work:
        work.links.part(Parted(entry.thread, "wamid.system", "", home.clock.now(), "changed", 0))
    assert say_late(home.runtime, entry, entry.said[0]).how == "email"
    assert sent(home, "whatsapp") == []
    assert [mail.to for mail in home.mailer.sent.values()] == ["ada@example.org"]


@pytest.mark.parametrize("state", ["", "PENDING", "REJECTED", "PAUSED"])
def test_a_template_that_is_not_approved_is_not_sent(home: House, state: str) -> None:
    """What Meta would refuse is not tried: the news goes by mail at once."""
    if state:
        approve(home, "messenger", "en", state=state)
    entry = late_news(home, "messenger")
    assert say_late(home.runtime, entry, entry.said[0]).how == "email"
    assert sent(home, "messenger") == []
    ((_, mail),) = home.mailer.sent.items()
    assert "https://m.me/page" in mail.text


def test_a_template_in_another_language_is_better_than_a_mail(home: House) -> None:
    """A French traveller reads English in the thread while the French words wait for review."""
    approve(home, "whatsapp", "fr")
    entry = late_news(home, "whatsapp")
    say_late(home.runtime, entry, entry.said[0])
    (words,) = sent(home, "whatsapp")
    assert "| fr |" in words
    assert "ven. 4 déc." in words


@pytest.mark.parametrize("reason", ["content", "permission", "window_closed", "unavailable", "token"])
def test_a_template_that_is_refused_gives_way_to_a_mail(home: House, reason: str) -> None:
    """A template paused a moment ago, or a person who blocked us, costs nobody the tickets."""
    approve(home, "messenger", "en")
    party: Any = home.runtime.channels["messenger"]
    party.fail["told_1#0"] = [failure(reason)]
    entry = late_news(home, "messenger")
    assert say_late(home.runtime, entry, entry.said[0]).how == "email"


@pytest.mark.parametrize(
    ("reason", "retryable"), [("transient", True), ("rate_limited", True), ("unknown_outcome", False)]
)
def test_a_platform_that_is_away_is_tried_again(home: House, reason: str, *, retryable: bool) -> None:
    """Nobody is told by mail what is about to arrive in the thread."""
    approve(home, "messenger", "en")
    party: Any = home.runtime.channels["messenger"]
    party.fail["told_1#0"] = [failure(reason, retryable=retryable)]
    entry = late_news(home, "messenger")
    with pytest.raises(SendFailedError) as caught:
        say_late(home.runtime, entry, entry.said[0])
    assert caught.value.reason == reason
    assert home.mailer.sent == {}


def test_a_mail_that_may_have_been_taken_is_sent_again(home: House) -> None:
    """Its Message-ID is the same: a mailbox shows it once."""
    home.mailer.failures = [SendFailedError("?", reason="unknown_outcome", retryable=True)]
    entry = late_news(home, "instagram")
    with pytest.raises(SendFailedError) as caught:
        say_late(home.runtime, entry, entry.said[0])
    assert (caught.value.reason, caught.value.retryable) == ("transient", True)
    say_late(home.runtime, entry, entry.said[0])
    assert len(home.mailer.sent) == 1


def test_when_no_way_is_left_the_desk_is_told(home: House) -> None:
    """An address that nobody has ends the tries at once, and nothing pretends to have been sent."""
    home.mailer.failures = [SendFailedError("550", reason="unavailable", retryable=False)]
    entry = late_news(home, "instagram")
    with pytest.raises(SendFailedError) as caught:
        say_late(home.runtime, entry, entry.said[0])
    assert (caught.value.reason, caught.value.retryable) == ("window_closed", False)


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_an_agents_words_pass_for_a_week(home: House, channel: str) -> None:
    """Who asked a person on Friday is answered on Monday, in the thread."""
    entry = late_agent(home, channel, heard=NOW_MS - 6 * DAY, email="ada@example.org")
    assert say_late(home.runtime, entry, entry.said[0]).how == "human_agent"
    assert sent(home, channel) == ["(person) Your bag is found."]


@pytest.mark.parametrize(("channel", "age"), [("whatsapp", 1), ("messenger", 7), ("instagram", 8)])
def test_after_that_they_go_by_mail(home: House, channel: str, age: int) -> None:
    """To the address that the traveller gave for the booking, with a way back to the talk."""
    entry = late_agent(home, channel, heard=NOW_MS - age * DAY, email="ada@example.org")
    assert say_late(home.runtime, entry, entry.said[0]).how == "email"
    ((_, mail),) = home.mailer.sent.items()
    assert (mail.to, mail.subject) == ("ada@example.org", "Sam answered you")
    assert "Your bag is found." in mail.text
    assert sent(home, channel) == []


def test_an_agents_words_without_an_address_are_not_sent(home: House) -> None:
    """The desk sees them as not delivered."""
    entry = late_agent(home, "whatsapp")
    with pytest.raises(SendFailedError, match="no other way"):
        say_late(home.runtime, entry, entry.said[0])


def test_an_agents_words_are_never_a_template(home: House) -> None:
    """However many are approved."""
    approve(home, "messenger", "en")
    entry = late_agent(home, "messenger", heard=NOW_MS - 9 * DAY)
    with pytest.raises(SendFailedError):
        say_late(home.runtime, entry, entry.said[0])
    assert sent(home, "messenger") == []


@pytest.mark.parametrize(
    ("url", "how"), [("https://tickets.example/pay/abc", "template"), ("https://bank.example/acs/1", "email")]
)
def test_a_bank_with_a_page_of_its_own_is_told_by_mail(home: House, url: str, how: str) -> None:
    """A template's button leads to our pages alone; the mail has the bank's address itself."""
    approve(home, "messenger", "en")
    thread = thread_on("messenger")
    keep_checkout(home, thread)
    challenged = PaymentChallenged("told_2", NOW_MS, CHECKOUT, url, NOW_MS // 1000 + 600)
    entry = commit_turn(home, talk_of(thread, heard=NOW_MS - DAY), challenged, "Your bank asks.")
    assert say_late(home.runtime, entry, entry.said[0]).how == how
    told = [mail.text for mail in home.mailer.sent.values()] or sent(home, "messenger")
    assert url.rpartition("/")[2] in told[0]


def test_no_address_and_no_name_stands_in_what_is_raised_or_counted(home: House) -> None:
    """Errors reach the log."""
    home.mailer.failures = [SendFailedError("550", reason="unavailable", retryable=False)]
    entry = late_news(home, "instagram")
    with pytest.raises(SendFailedError) as caught:
        say_late(home.runtime, entry, entry.said[0])
    assert "ada" not in str(caught.value).lower()
    assert all("ada" not in str(labels) for labels in home.meter.counts)
