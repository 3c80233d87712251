"""What an answer is an answer to: which message it points at, and how that begins."""

import msgspec

from bot.domain.conversation.events import Event
from bot.domain.conversation.heard import heard
from bot.domain.conversation.messages import Message, spoken
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line

LONGEST_QUOTE = 80
"""Characters: enough to know which message is meant."""


def beginning(line: Line) -> str:
    """The beginning of what a line says, "" when it has no words."""
    try:
        if line.author == "traveller" or line.kind == "MessageEchoed":
            said = heard(msgspec.json.decode(line.body, type=Event))
        else:
            said = spoken(msgspec.json.decode(line.body, type=Message))
    except msgspec.MsgspecError:
        return ""
    words = " ".join(said.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()}…"


def pointed(runtime: Runtime, thread: str, row: int) -> tuple[str, str]:
    """The platform's id of the message of a row, "" for one of ours, and its beginning; both "" for no such row.

    Raises `UnavailableError`.
    """
    if not row:
        return "", ""
    with runtime.records.begin() as work:
        line = work.talk.line(row)
    if line is None or line.thread != thread:
        return "", ""
    return line.message if line.author == "traveller" else "", beginning(line)
