"""Whose words came back: our own, or those of somebody who answers the traveller in another tool.

Messenger repeats our mark with each message of ours, and WhatsApp in each status. Instagram's echoes may bring neither
mark nor app: taken for a person's, they would silence the bot at its own first word. Such an echo is ours when its
message is known by the platform's id, or when it says what we say to that thread at this moment. It may come before
the answer to our own call and before the archive knows of it; so what is not ours yet is judged once more, later.
"""

import msgspec

from bot.domain.conversation.channel_events import EchoHeard
from bot.domain.conversation.control_events import INBOXES
from bot.domain.conversation.effects import JudgeEcho
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.events import Event, MessageEchoed
from bot.domain.conversation.messages import Message, Text, Typing, spoken
from bot.domain.errors import ThreadfareError
from bot.domain.ids import ThreadKey
from bot.domain.redaction import redact
from bot.ports.conversations import Due
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line

UNSIGNED = frozenset({"instagram"})
"""Channels whose echoes need not say who wrote."""
RECENT_MS = 20 * 60 * 1000
"""How long ago something may have been said that comes back now: longer than the courier tries to send it."""
MOST = 30
_LONG_ENOUGH = 12
"""Characters of a piece that are enough to know the whole by."""
_ON_ITS_WAY = frozenset({"said", "sending"})


def weighed(runtime: Runtime, thread: ThreadKey, echo: MessageEchoed) -> Event | None:
    """What an echo tells: a person's words, or None when they are ours, or that it is not known yet."""
    if thread.channel not in UNSIGNED or echo.app in INBOXES:
        return echo
    try:
        if is_ours(runtime, str(thread), echo.id, echo.text, at=echo.at):
            return None
    except ThreadfareError:
        pass  # without the archive nobody knows: it is asked again when the echo is judged
    return EchoHeard(f"{echo.id}:heard", echo.at, echo.id, echo.text)


def judge(runtime: Runtime, due: Due) -> Event | None:
    """The event of somebody's words, None when they were ours after all; raises `UnavailableError`."""
    echo = due.effect
    if not isinstance(echo, JudgeEcho):
        raise TypeError(echo)
    if is_ours(runtime, due.thread, echo.target, echo.text, at=echo.heard):
        return None
    return MessageEchoed(echo.target, echo.heard, echo.text, "")


def is_ours(runtime: Runtime, thread: str, target: str, text: str, *, at: int) -> bool:
    """Whether a message that came back is ours; one whose sending had no answer yet is then known to be out."""
    with runtime.records.begin() as work:
        if work.talk.known_as(thread, target) is not None:
            return True
        lines = work.talk.lines(thread, most=MOST)
    alike = [line for line in lines if line.fate and abs(at - line.at) < RECENT_MS and _says(line, text)]
    waiting = next((line for line in alike if _is_open(line)), None)
    if waiting is not None:
        runtime.journal.note((FateEntry(thread, "sent", waiting.message, target, at=at),))
    return bool(alike)


def _is_open(line: Line) -> bool:
    return line.fate in _ON_ITS_WAY or (line.fate == "failed" and line.reason == "unknown_outcome")


def _says(line: Line, text: str) -> bool:
    """Whether an echo repeats a message: its words, a piece of them, or them with more around, as it was rendered."""
    try:
        message = msgspec.json.decode(line.body, type=Message)
    except msgspec.MsgspecError:
        return False
    if isinstance(message, Typing):
        return False
    whole, piece = _plain(spoken(message)), _plain(text)
    if not piece:
        return not isinstance(message, Text)
    first = _plain(getattr(message, "text", "") or whole)
    within = len(piece) >= _LONG_ENOUGH and piece in whole
    around = len(first) >= _LONG_ENOUGH and first in piece
    return piece in (whole, first) or within or around


def _plain(text: str) -> str:
    return " ".join(redact(text)[0].split())
