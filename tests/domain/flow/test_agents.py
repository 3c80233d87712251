"""Agents in a thread: who answers what another has answered is not heard, and what failed is said as it was."""

import msgspec

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.desk_events import MessageRepeated, TemplateChosen
from bot.domain.conversation.effects import Say
from bot.domain.conversation.events import MessageEchoed, TextReceived
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import Conversation, new_conversation
from bot.domain.turn import advance
from tests.builders.world import NOW_MS, world

THREAD = "webchat:TF:marie"


def after(talk: Conversation, *events: object) -> tuple[Conversation, list[str]]:
    """The conversation after events, and what agents said on the way."""
    said: list[str] = []
    for event in events:
        made = advance(talk, event, world=world(), now=NOW_MS)  # type: ignore[arg-type]  # events
        talk = made.conversation
        said += [
            one.message.text
            for one in made.effects
            if isinstance(one, Say) and one.author != "bot" and isinstance(one.message, Text)
        ]
    return talk, said


def with_ana() -> Conversation:
    """A thread that Ana has."""
    talk, _ = after(
        new_conversation(THREAD), TextReceived("m1", NOW_MS, "a person please"), AgentTook("a1", NOW_MS, "ana", "Ana")
    )
    return talk


def test_what_another_answered_since_is_not_answered_again() -> None:
    """Bo wrote after what Ana's page shows: her words are not said before she has read his."""
    talk = with_ana()
    seen = talk.version
    talk, _ = after(
        talk,
        AgentReturned("a2", NOW_MS, "ana"),
        AgentTook("a3", NOW_MS, "bo", "Bo"),
        AgentSpoke("a4", NOW_MS, "bo", "Bo", "From Bo"),
        AgentReturned("a5", NOW_MS, "bo"),
        AgentTook("a6", NOW_MS, "ana", "Ana"),
    )
    assert after(talk, AgentSpoke("a7", NOW_MS, "ana", "Ana", "From Ana", seen=seen)) == (talk, [])
    assert after(talk, AgentSpoke("a7", NOW_MS, "ana", "Ana", "From Ana", seen=talk.version))[1] == ["From Ana"]


def test_ones_own_answers_and_the_travellers_words_hold_nobody_off() -> None:
    """A second sentence from the same page goes out, and so does one that crosses the traveller's."""
    talk = with_ana()
    seen = talk.version
    _, said = after(
        talk,
        AgentSpoke("a2", NOW_MS, "ana", "Ana", "One", seen=seen),
        TextReceived("m2", NOW_MS, "Hello?"),
        AgentSpoke("a3", NOW_MS, "ana", "Ana", "Two", seen=seen),
    )
    assert said == ["One", "Two"]


def test_an_answer_in_another_tool_counts_as_one() -> None:
    """What somebody typed in the page's own inbox is read before it is answered again."""
    talk = with_ana()
    seen = talk.version
    talk, _ = after(
        talk,
        MessageEchoed("e1", NOW_MS, "From the inbox", app="263902037430900"),
        AgentTook("a2", NOW_MS, "ana", "Ana"),
    )
    assert after(talk, AgentSpoke("a3", NOW_MS, "ana", "Ana", "Mine", seen=seen))[1] == []


def test_a_template_is_guarded_as_words_are_and_says_what_it_says() -> None:
    """The transcript has its words."""
    talk = with_ana()
    chosen = TemplateChosen("d1", NOW_MS, "ana", "Ana", "agent_news", "en", {"about": "x"}, "News of x", talk.version)
    talk, said = after(talk, chosen)
    assert said == ["News of x"]
    assert talk.answers[-1].agent == "ana"
    other = msgspec.structs.replace(chosen, id="d2", agent="bo")
    assert after(talk, other)[1] == []


def test_a_message_is_repeated_as_it_was_unless_another_has_the_thread() -> None:
    """In the name of who said it, pointing at what it pointed at."""
    talk, message = with_ana(), Text("Hi", answers="wamid.1", quote="Hello")
    wanted = MessageRepeated("again:7", NOW_MS, "ana", "bot", message)
    made = advance(talk, wanted, world=world(), now=NOW_MS)
    assert made.effects == (Say(message, author="bot"),)
    assert advance(made.conversation, wanted, world=world(), now=NOW_MS).effects == ()
    assert advance(talk, msgspec.structs.replace(wanted, agent="bo"), world=world(), now=NOW_MS).effects == ()


def test_an_answer_points_at_its_message() -> None:
    """Channels are told which one, and how it began."""
    spoke = AgentSpoke("a2", NOW_MS, "ana", "Ana", "Yes", answers="wamid.1", quote="Is it on time?")
    made = advance(with_ana(), spoke, world=world(), now=NOW_MS)
    assert made.effects == (Say(Text("Yes", answers="wamid.1", quote="Is it on time?"), author="Ana"),)
