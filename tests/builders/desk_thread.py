"""A thread of the desk whose talk stands at a step of the booking, as the bot left it there."""

import msgspec

from bot.domain.conversation.state import Conversation
from bot.services import desk
from tests.builders.ways import talk_at
from tests.web.archive import Bench, bench

THREAD = "webchat:TF:marie"


def thread_at(node: str) -> Bench:
    """A bench with one thread that the bot has, at a wait of the sample flow."""
    stage = bench()
    talk = talk_at(node, "en")
    stage.clock.pass_time(milliseconds=talk.now - int(stage.clock.now().timestamp() * 1000))
    stage.archive._talks[THREAD] = msgspec.structs.replace(talk.conversation, thread=THREAD)
    return stage


def state_of(stage: Bench) -> Conversation:
    """The thread as it is."""
    found = desk.thread_state(stage.runtime, THREAD)
    assert found is not None
    return found
