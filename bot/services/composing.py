"""What an agent can send to a thread now: words while its channel takes some, an approved template after that.

The page shows what is said here, and what is sent is checked by the same: a window that ends while somebody types
ends for the server, too.
"""

from typing import Literal

import msgspec

from bot.domain.conversation.state import Conversation
from bot.ports.runtime import Runtime
from bot.services import agent_templates, desk
from bot.services.agent_templates import Choice

Mode = Literal["free", "human_agent", "email", "template", "none"]
"""Words as usual; under the tag of a person; as a mail; only a template; nothing at all."""

OF_WORDS = frozenset({"free", "human_agent", "email"})
"""Modes in which words are written."""


class Composer(msgspec.Struct, frozen=True):
    """How an agent can write now, until when, and since when the channel is closed: milliseconds UTC, 0 for never.

    `choices` are the templates that can be sent: instead of words, or of a mail.
    """

    mode: Mode
    until: int = 0
    since: int = 0
    choices: tuple[Choice, ...] = ()

    @property
    def takes_words(self) -> bool:
        """Whether words can be written."""
        return self.mode in OF_WORDS


def composer(runtime: Runtime, talk: Conversation) -> Composer:
    """What can be sent to a thread now; raises `UnavailableError`."""
    way = desk.reply_way(runtime, talk)
    if way.how not in ("email", "none"):
        return Composer("free" if way.how == "free" else "human_agent", way.until, way.since)
    language = talk.language or runtime.world().brand.languages[0]
    with runtime.records.begin() as work:
        choices = agent_templates.choices(runtime, work, talk.thread, language)
    mode: Mode = "email" if way.how == "email" else "template" if choices else "none"
    return Composer(mode, way.until, way.since, choices)
