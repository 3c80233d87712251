"""What agents have sent beside words that they typed: an approved template, and a message once more that had failed."""

from bot.domain.conversation.answers import UNSAID
from bot.domain.conversation.happened import Happened
from bot.domain.conversation.messages import Message
from bot.domain.conversation.order_events import OrderEvent
from bot.domain.conversation.rating_events import RatingAsked


class TemplateChosen(Happened, frozen=True, tag=True):
    """The agent who has the thread sends a template of the catalogue: `words` are what it says, with its `values`.

    `seen` is as in `AgentSpoke`.
    """

    agent: str
    name: str
    template: str
    language: str
    values: dict[str, str]
    words: str
    seen: int = UNSAID


class MessageRepeated(Happened, frozen=True, tag=True):
    """An agent wants a message that was not delivered sent once more, as it was and in the name of who said it."""

    agent: str
    author: str
    message: Message


def again_of(row: int) -> str:
    """The id of the event that sends the message of a row of the transcript once more: each is repeated once."""
    return f"again:{row}"


ComposerEvent = TemplateChosen | MessageRepeated
StaffEvent = OrderEvent | RatingAsked | ComposerEvent
"""What staff do about a thread from outside of its talk."""
