"""The state of a talk: what is remembered, how it is stored, who owns it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import handover
from bot.domain.conversation.state import REMEMBERED_EVENTS, Conversation, new_conversation, remember
from bot.domain.conversation.window import SLACK_MS, WINDOW_MS, may_speak
from bot.domain.errors import IllegalError
from tests.builders.talk import Talk


def test_a_stored_talk_begins_with_what_the_scripts_compare() -> None:
    """Version, epoch and owner stand first in the stored text."""
    body = msgspec.json.encode(new_conversation("webchat:tf:x"))
    assert body.startswith(b'{"version":0,"epoch":0,"owner":"bot"')


def test_a_talk_survives_being_stored() -> None:
    """What is read is what was written, in the middle of a booking too."""
    talk = Talk().to_review().conversation
    assert msgspec.json.decode(msgspec.json.encode(talk), type=Conversation) == talk


@given(st.lists(st.integers(0, 10**12), max_size=100))
def test_the_last_sixty_four_events_are_remembered(times: list[int]) -> None:
    """What was forgotten is never newer than the time that is kept beside."""
    talk = new_conversation("t:a:b")
    for number, at in enumerate(times):
        talk = remember(talk, f"e{number}", at)
    assert len(talk.seen) == min(len(times), REMEMBERED_EVENTS)
    forgotten = times[: max(0, len(times) - REMEMBERED_EVENTS)]
    assert all(at <= talk.seen_since for at in forgotten[1:])


def test_a_person_who_takes_or_leaves_a_thread_raises_the_epoch() -> None:
    """What the bot said before a takeover can be told apart; waiting for a person holds nothing back."""
    talk = new_conversation("t:a:b")
    queued = handover.queue(talk, reason="asked", now=5)
    taken = handover.take(queued, agent="ana", now=6)
    back = handover.give_back(taken)
    assert [state.epoch for state in (talk, queued, taken, back)] == [0, 0, 1, 2]
    assert [state.owner for state in (talk, queued, taken, back)] == ["bot", "queue", "human", "bot"]
    assert handover.echo(talk, app="1", now=7).owner == "human"


def test_the_bot_cannot_be_given_what_it_has() -> None:
    """A hand-back that comes twice is refused, not counted."""
    with pytest.raises(IllegalError):
        handover.give_back(new_conversation("t:a:b"))


def test_free_words_end_a_day_after_the_last_sign_of_life() -> None:
    """Meta's 24 hours are kept, with a minute of slack; our own channels have none."""
    talk = msgspec.structs.replace(new_conversation("m:a:b"), last_heard=1_000)
    last = 1_000 + WINDOW_MS - SLACK_MS
    assert may_speak(talk, channel="messenger", now_ms=last - 1)
    assert not may_speak(talk, channel="messenger", now_ms=last)
    assert may_speak(talk, channel="webchat", now_ms=last)
