"""What channels tell about our own words: somebody answers in another tool, nobody takes them, or whose are they."""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.conversation import answers, handover
from bot.domain.conversation.answers import Answer
from bot.domain.conversation.channel_events import EchoHeard, WritingRefused
from bot.domain.conversation.effects import JudgeEcho
from bot.domain.conversation.events import MessageEchoed
from bot.domain.flow.scene import Scene

ECHO_MS = 3000
"""After it the archive knows what was said; a send without an answer waits longer before it is said again."""


def _answered_elsewhere(scene: Scene) -> Scene | None:
    match scene.event:
        case MessageEchoed(app=app):
            talk = handover.echo(scene.conversation, app=app, now=scene.now)
            answer = Answer(talk.version + 1, talk.agent, "", scene.now)
            return scene.replace(msgspec.structs.replace(talk, answers=answers.noted(talk.answers, answer)))
    return None


def _came_back(scene: Scene) -> Scene | None:
    """They may be ours: the archive knows it a little later, and until then the bot is not silent."""
    match scene.event:
        case EchoHeard(at=heard, target=target, text=text):
            return scene.want(JudgeEcho(scene.now + ECHO_MS, target, text, heard))
    return None


def _refused(scene: Scene) -> Scene | None:
    match scene.event:
        case WritingRefused(reason=reason, at=at):
            muted = handover.mute(scene.conversation, reason=reason, at=at)
            return scene.replace(muted) if muted else None
    return None


DOORS: Mapping[type, Callable[[Scene], Scene | None]] = {
    MessageEchoed: _answered_elsewhere,
    EchoHeard: _came_back,
    WritingRefused: _refused,
}
"""Event -> what becomes of the scene."""
