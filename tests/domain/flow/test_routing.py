"""Who has the thread on the platform: one voice at a time, and the bot's when nobody else has it."""

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.context import Context
from bot.domain.conversation.control_events import ControlMoved
from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, MessageUnsent, TextReceived
from tests.builders.talk import Talk

INBOX = "263902037430900"
HOUR = 3_600_000


def test_the_bot_is_silent_while_another_app_has_the_thread_and_goes_on_when_it_is_back() -> None:
    """Somebody answers in the page's inbox; nothing that was filled in is lost."""
    talk = Talk().say("from Paris to New York")
    talk.happen(ControlMoved("c1", talk.now, INBOX))
    assert (talk.conversation.owner, talk.conversation.agent, talk.last) == ("human", f"app {INBOX}", ())
    assert not talk.say("hello?").last
    talk.happen(ControlMoved("c2", talk.now))
    assert talk.conversation.owner == "bot"
    assert talk.conversation.trip.destination == "NYC"
    assert talk.messages


def test_control_that_moves_while_an_agent_has_the_thread_changes_nothing() -> None:
    """Our own desk decides by itself when the bot is back."""
    talk = Talk().say("hi").happen(AgentTook("a1", 0, "sam", "Sam"))
    before = talk.conversation
    for number, app in enumerate((INBOX, "")):
        talk.happen(ControlMoved(f"c{number}", talk.now, app))
        assert talk.conversation == before
    fresh = Talk().say("hi")
    version = fresh.conversation.version
    assert fresh.happen(ControlMoved("c", 0)).conversation.version == version, "the bot has it already"


def test_what_comes_in_standby_is_kept_and_not_answered() -> None:
    """The event itself tells that another app has the thread, though nobody had told that it was passed."""
    talk = Talk().say("hi")
    aside = Context(standby=True)
    talk.happen(TextReceived("s1", talk.now, "to New York", context=aside))
    talk.happen(ChoiceTapped("s2", talk.now, "", "Choose", context=aside))
    assert (talk.conversation.owner, talk.conversation.agent, talk.last) == ("human", "app standby", ())
    epoch = talk.conversation.epoch
    talk.happen(TextReceived("s3", talk.now, "hello?", context=aside))
    assert talk.conversation.epoch == epoch, "what is silent already is not silenced again"


def test_after_a_day_without_a_word_the_bot_answers_again() -> None:
    """Whoever answered elsewhere has gone home: the traveller is not left alone."""
    talk = Talk().say("from Paris to New York")
    talk.happen(MessageEchoed("e1", talk.now, "Let me help", INBOX))
    talk.now += 23 * HOUR
    assert not talk.happen(TextReceived("m23", talk.now, "hello?")).last
    talk.now += 23 * HOUR
    assert not talk.happen(TextReceived("m46", talk.now, "anybody?")).last, "a day after the last word, not the first"
    talk.now += 24 * HOUR
    assert talk.happen(TextReceived("m70", talk.now, "hello?")).messages
    assert talk.conversation.owner == "bot"


def test_an_agent_of_our_desk_keeps_the_thread_over_night() -> None:
    """Only what another tool holds ends by itself."""
    talk = Talk().say("hi").happen(AgentTook("a1", 0, "sam", "Sam"))
    talk.now += 48 * HOUR
    assert not talk.happen(TextReceived("m2", talk.now, "hello?")).last
    assert talk.conversation.owner == "human"


def test_a_message_that_comes_after_its_own_take_back_is_not_heard() -> None:
    """Platforms deliver in any order; what was taken back is neither answered nor kept."""
    talk = Talk().say("hi")
    talk.happen(MessageUnsent("m9:unsent", talk.now, "m9"))
    before = talk.conversation
    talk.happen(TextReceived("m9", talk.now, "to New York"))
    assert talk.conversation == before
