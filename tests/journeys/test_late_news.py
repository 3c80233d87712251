"""Whole talks whose end comes a day late, on each of Meta's products, against a platform that closes its window."""

from typing import Any

import pytest

from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.services import activity
from tests.journeys.late_stage import HOURS, LateStage

PAID = "Paid and ticketed"


def told(stage: LateStage) -> list[str]:
    """What is told of the tickets, in the app and by mail; that the account has paid is another mail."""
    news = [words for words in stage.words if "tickets are issued" in words or words.startswith(PAID)]
    return [*news, *(mail.subject for mail in stage.mails if mail.subject != "A payment was made")]


def fates(stage: LateStage) -> list[tuple[str, str]]:
    """What the desk sees of the news, message by message: its fate, and how it went."""
    return [(line.fate, line.reason) for line in stage.lines if PAID in line.body or line.kind == "Receipt"]


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
def test_tickets_that_come_a_day_late_are_told_by_a_template(channel: str) -> None:
    """The traveller reads it in the thread, with a way to the trip's page; she is charged once and told once."""
    stage = LateStage(channel)
    stage.approve_templates()
    stage.book()
    stage.pay_and_wait()
    (words,) = told(stage)
    assert "Your booking reference is" in words
    assert "Paris – New York, Fri 4 Dec" in words
    newest: Any = stage.platform.sent[-1]
    (button,) = newest.filled["buttons"]
    assert button["url"].startswith("https://threadfare.example/trip/")
    assert stage.mails == []
    assert fates(stage)[0][1] == "template"
    assert fates(stage)[0][0] in {"sent", "delivered"}
    assert set(fates(stage)[1:]) <= {("dropped", "template")}


def test_on_instagram_they_come_by_mail() -> None:
    """With the same facts, the link, and the flights for the calendar."""
    stage = LateStage("instagram")
    stage.book()
    stage.pay_and_wait()
    (mail,) = stage.mails
    assert mail.to == "marie@example.com"
    assert "Paris – New York, Fri 4 Dec" in mail.text
    assert "https://threadfare.example/trip/" in mail.text
    assert "https://instagram.example/back" in mail.text
    assert [file.name for file in mail.attachments] == ["trip.ics"]
    assert len(told(stage)) == 1
    assert fates(stage)[0] == ("sent", "email")


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
@pytest.mark.parametrize("status", ["", "PAUSED", "REJECTED"])
def test_without_an_approved_template_they_come_by_mail(channel: str, status: str) -> None:
    """A template that Meta paused while the traveller waited is not tried."""
    stage = LateStage(channel)
    if status:
        stage.approve_templates()
        stage.judge("tickets_issued", status)
    stage.book()
    before = len(stage.platform.sent)
    stage.pay_and_wait()
    assert [mail.to for mail in stage.mails] == ["marie@example.com"]
    assert not any(PAID in words for words in stage.words)
    assert all(sent.text != "" for sent in stage.platform.sent[before:])


@pytest.mark.parametrize(
    ("channel", "way"), [("messenger", "template"), ("instagram", "email"), ("whatsapp", "template")]
)
def test_a_refund_a_day_later_is_told_once_in_the_chat_and_by_mail(channel: str, way: str) -> None:
    """Where no template can go the mail tells it, and the desk reads so."""
    stage = LateStage(channel)
    stage.approve_templates() if channel != "instagram" else None
    stage.book()
    stage.pay("4242424242424242")
    stage.pass_time(25 * HOURS)
    stage.rest()
    with stage.records.begin() as work:
        refund = Activity("p:refunded:1", "refunded", stage.clock.now(), "Visa •4242", Money(31200, "EUR"), "chk_1")
        activity.note(work, work.wallet.traveller_of(str(stage.thread)), refund)
    before = len(stage.words)
    for _ in range(3):
        stage.pass_time(3)
        stage.rest()
    fresh = stage.words[before:]
    assert len([words for words in fresh if "refund of €312.00 to Visa •4242 was made" in words]) == len(fresh)
    assert len(fresh) == (way == "template")
    assert [mail.subject for mail in stage.mails].count("A refund was made") == 1
    assert [line.reason for line in stage.lines if "A refund was made" in line.body] == [way]


@pytest.mark.parametrize("channel", ["messenger", "instagram", "whatsapp"])
def test_in_time_they_come_as_always(channel: str) -> None:
    """Nothing of this touches a talk that goes on within the day."""
    stage = LateStage(channel)
    stage.approve_templates() if channel != "instagram" else None
    stage.book()
    stage.pay("4242424242424242")
    assert sum(PAID in words for words in stage.words) == 1
    assert stage.mails == []
    assert fates(stage)[0][1] == ""


@pytest.mark.parametrize("channel", ["messenger", "instagram", "whatsapp"])
def test_a_window_that_closes_while_the_courier_is_away(channel: str) -> None:
    """What was said in time and could not be sent in time is looked at again before it goes."""
    stage = LateStage(channel)
    if channel != "instagram":
        stage.approve_templates()
    stage.book()
    stage.courier_is_away = True
    stage.pay("4242424242424242")
    assert told(stage) == []
    stage.pass_time(25 * HOURS)
    stage.courier_is_away = False
    stage.rest()
    assert len(told(stage)) == 1
    assert fates(stage)[0][1] == ("email" if channel == "instagram" else "template")


@pytest.mark.parametrize("channel", ["messenger", "instagram", "whatsapp"])
def test_a_window_that_the_platform_closed_before_we_thought(channel: str) -> None:
    """Its clock counts, not ours: one refusal, then the other way; nothing is told twice."""
    stage = LateStage(channel)
    if channel != "instagram":
        stage.approve_templates()
    stage.book()
    stage.platform.person("24001").last_heard -= 25 * HOURS * 1000
    stage.pay("4242424242424242")
    stage.rest()
    assert len(told(stage)) == 1
    assert fates(stage)[0][1] == ("email" if channel == "instagram" else "template")


def test_a_refusal_that_whatsapp_tells_after_it_said_yes() -> None:
    """Answered 200 and failed two seconds later: the template follows, once, and the desk sees it as sent."""
    stage = LateStage("whatsapp")
    stage.approve_templates()
    stage.book()
    stage.platform.habits.closed_late = True
    stage.platform.person("24001").last_heard -= 25 * HOURS * 1000
    stage.pay("4242424242424242")
    for _ in range(4):
        stage.pass_time(3)
        stage.rest()
    templates = [sent for sent in stage.platform.sent if sent.filled]
    assert [sent.filled["name"] for sent in templates] == ["threadfare_tickets_issued_1"]
    assert fates(stage)[0][1] == "template"
    assert fates(stage)[0][0] in {"sent", "delivered"}


@pytest.mark.parametrize("channel", ["messenger", "whatsapp", "instagram"])
def test_who_comes_back_goes_on_in_the_thread(channel: str) -> None:
    """The traveller's next word opens the window: "my trip" shows what was booked meanwhile."""
    stage = LateStage(channel)
    if channel != "instagram":
        stage.approve_templates()
    stage.book()
    stage.pay_and_wait()
    before = len(stage.words)
    stage.say("my trip")
    assert any("K" in words or "TF" in words for words in stage.words[before:])
    assert len(stage.words) > before


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_an_agent_answers_three_days_later(channel: str) -> None:
    """In the thread, under the tag; the bot's own words beside it do not go."""
    stage = LateStage(channel)
    stage.say("I want to talk to a person")
    stage.pass_time(72 * HOURS)
    stage.agent("takes")
    stage.agent("says Good morning, your question first.")
    assert stage.words[-1] == "Good morning, your question first."
    request = stage.platform.sent[-1].request
    assert (request["messaging_type"], request["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    assert not any("Ida" in words for words in stage.words)
