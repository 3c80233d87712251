"""News for a thread whose window has closed: the turn, its checkout in SQL, and what the platform approved."""

from typing import Any

from bot.adapters.data.catalogue import notices
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import Event, TicketIssued
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import Basket, Conversation
from bot.domain.ids import effect_id
from bot.ports.conversations import Commit
from bot.ports.talk_records import Owed
from bot.ports.template_records import TemplateState
from tests.builders.checkouts import paid_checkout
from tests.builders.house import House
from tests.builders.world import NOW_MS, booked

DAY = 24 * 3600 * 1000
CHECKOUT = "chk_1#0"
"""The effect that began the checkout: so it is called in the thread."""


def thread_on(channel: str) -> str:
    """Ada's thread on a channel."""
    return f"{channel}:page:ada"


def issued() -> TicketIssued:
    """Tickets were issued."""
    return TicketIssued("told_1", NOW_MS, CHECKOUT, booked())


def talk_of(thread: str, *, heard: int, email: str = "", version: int = 1) -> Conversation:
    """A talk whose traveller was heard at a time and perhaps gave an address."""
    return Conversation(version, 0, "bot", thread, language="en", last_heard=heard, basket=Basket(email=email))


def keep_checkout(home: House, thread: str) -> Checkout:
    """The paid checkout that the news is about."""
    checkout = paid_checkout(thread=thread)
    with home.records.begin() as work:
        work.money.add(checkout)
    return checkout


def approve(home: House, channel: str, *languages: str, state: str = "APPROVED") -> None:
    """The platform approves every template in these languages."""
    with home.records.begin() as work:
        for form in notices().values():
            for language in languages:
                work.templates.note(TemplateState(channel, form.template, language, state, "", 1))


def commit_turn(home: House, talk: Conversation, event: Event, *words: str, author: str = "bot") -> TurnEntry:
    """A turn of a talk that an event made and in which these words were said; SQL owed it when it was news."""
    said = tuple(Said(effect_id(event.id, index), Say(Text(word), author)) for index, word in enumerate(words))
    entry = TurnEntry(talk.thread, talk.version, 0, talk.owner, event, said, language=talk.language, at=home.clock.ms)
    with home.records.begin() as work:
        work.talk.owe(Owed(event.id, talk.thread, event))
        work.talk.paid_off(event.id)
    assert home.runtime.conversations.commit(Commit(talk, talk.version - 1, entry))
    return entry


def late_news(home: House, channel: str, *, heard: int = NOW_MS - DAY, **talk: Any) -> TurnEntry:
    """Tickets that came when the window had closed."""
    thread = thread_on(channel)
    keep_checkout(home, thread)
    return commit_turn(home, talk_of(thread, heard=heard, **talk), issued(), "Paid and ticketed.", "Anything else?")


def late_agent(home: House, channel: str, *, heard: int = NOW_MS - DAY, **talk: Any) -> TurnEntry:
    """An agent's answer that came when the window had closed."""
    event = AgentSpoke("desk:a", NOW_MS, "sam", "Sam", "Your bag is found.")
    return commit_turn(
        home, talk_of(thread_on(channel), heard=heard, **talk), event, "Your bag is found.", author="Sam"
    )
