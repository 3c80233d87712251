"""What channels tell of our own words: that nobody takes them any more, or that somebody's words came back to us."""

from bot.domain.conversation.control_events import ControlMoved
from bot.domain.conversation.file_events import AgentSentFile
from bot.domain.conversation.happened import Happened


class WritingRefused(Happened, frozen=True, tag=True):
    """The channel takes nothing more for this traveller; `reason` is one that mutes (`bot.domain...refusals`)."""

    reason: str


class EchoHeard(Happened, frozen=True, tag=True):
    """Words in our name came back without our mark and without the app that wrote them: ours, or a person's.

    `target` is the platform's id of the message.
    """

    target: str
    text: str


ChannelEvent = EchoHeard | WritingRefused | ControlMoved | AgentSentFile
"""What has to do with what a channel carries, and not with what is said."""
