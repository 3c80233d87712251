"""Lines of a transcript as pages show them: who said what, when, and whether it is on its way yet."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from string import ascii_lowercase
from typing import Any

import msgspec
from flask import render_template

from bot.domain.conversation.activity_events import is_notice
from bot.domain.conversation.context import Context
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    Event,
    FormSent,
    MessageEchoed,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    TextReceived,
)
from bot.domain.conversation.messages import Message, Text, Typing, options_of, spoken
from bot.ports.talk_records import Line
from bot.web import chat_forms
from bot.web.chat_words import CHAT_WORDS

OUT = frozenset({"sent", "delivered", "read"})
"""Fates with which a message of ours is in front of the traveller; before them it may still be held back."""

HOWS = frozenset({"human_agent", "template", "email"})
"""Ways that a message goes after its channel's window."""

_ID_LETTERS = 26
"""122 bits."""
_TRAVELLER, _BOT = "traveller", "bot"


class Bubble(msgspec.Struct, frozen=True):
    """One line as the template draws it.

    `side` is me, bot or agent as the traveller sees it; `who` names the author; `said` is what a screen reader is
    told; `at` is UTC. Exactly one of `words` (of the traveller) and `message` (of ours) is set.
    `fate` is what became of a message of ours, where the page tells it, and `why` the reason if there is one;
    `quote` is what the words are about.
    """

    row: int
    id: str
    side: str
    who: str
    language: str
    at: datetime
    said: str
    words: str = ""
    quote: str = ""
    message: Message | None = None
    fate: str = ""
    failed: bool = False
    why: str = ""


def words_in(language: str) -> Mapping[str, str]:
    """The sentences of the chat's page in a language, in English when it is not served."""
    return CHAT_WORDS.get(language, CHAT_WORDS["en"])


def bubble(line: Line, words: Mapping[str, str], *, all_fates: bool = False) -> Bubble | None:
    """The line as it is drawn, or None when there is nothing to see: not sent yet, or no words.

    `all_fates` shows what is still on its way or was held back too, as an agent sees it.
    """
    if line.author == _TRAVELLER:
        said = _heard(line, words)
        return _bubble(line, "me", words["you"], said, words=said) if said else None
    if line.fate not in OUT and not all_fates:
        return None
    message = _message(line)
    if message is None or isinstance(message, Typing):
        return None
    side = "bot" if line.author == _BOT else "agent"
    bot = words.get("notice", words["bot"]) if is_notice(line.message) else words["bot"]
    who = bot if line.author == _BOT else words["agent"].format(name=line.author)
    failed = line.fate in {"failed", "dropped", "undelivered"}
    fate = _fate(line, side) if all_fates else ""
    return _bubble(
        line,
        side,
        who,
        _told(message, words),
        message=message,
        failed=failed,
        fate=fate,
        why=line.reason if fate and failed else "",
        quote=message.quote if isinstance(message, Text) else "",
    )


def _fate(line: Line, side: str) -> str:
    """The key of what became of a message of ours, "" where it needs no words: it is there as it was said."""
    if line.reason in HOWS:
        return f"late_{line.reason}" if line.fate in OUT else "late_instead" if line.fate == "dropped" else line.fate
    if line.reason == "window_closed":
        return "failed_window_closed"
    return line.fate if side == "agent" or line.fate not in OUT else ""


def open_form(shown: Iterable[Bubble]) -> int:
    """The row of the form that can still be answered: the newest, unless the traveller spoke after it; 0 for none."""
    found = 0
    for line in shown:
        if line.side == "me":
            found = 0
        elif isinstance(line.message, Text) and line.message.form:
            found = line.row
    return found


def _bubble(line: Line, side: str, who: str, said: str, **more: Any) -> Bubble:
    at = datetime.fromtimestamp(line.at / 1000, tz=UTC)
    return Bubble(line.row, line.message, side, who, line.language or "en", at, said, **more)


def _heard(line: Line, words: Mapping[str, str]) -> str:
    try:
        event = msgspec.json.decode(line.body, type=Event)
    except msgspec.MsgspecError:
        return ""
    match event:
        case TextReceived(text=text):
            return text
        case MessageEdited(text=text):
            return words.get("edited", "{text}").format(text=text) if text else ""
        case MessageReacted(emoji=emoji) if emoji:
            return words.get("reacted", "").format(emoji=emoji)
        case MessageUnsent():
            return words.get("took_back", "")
        case ChoiceTapped(title=title, payload=payload):
            return title or payload
        case FormSent(values=values):
            return chat_forms.told(values, line.language)
        case AttachmentReceived():
            return words["attachment"]
        case _:
            return ""


def target_of(line: Line) -> str:
    """The id of the message that a traveller's line is about, "" for none; a tap needs none, its button says it all."""
    if line.author != _TRAVELLER or line.kind == "ChoiceTapped":
        return ""
    try:
        event: Any = msgspec.json.decode(line.body, type=Event)
    except msgspec.MsgspecError:
        return ""
    if isinstance(event, MessageReacted | MessageEdited):
        return event.target
    context: Context | None = getattr(event, "context", None)
    return context.reply_to if context else ""


def _message(line: Line) -> Message | None:
    """What was said; somebody's words in another tool of ours are archived as an event."""
    try:
        found: Message | MessageEchoed = msgspec.json.decode(line.body, type=Message | MessageEchoed)
    except msgspec.MsgspecError:
        return None
    return Text(found.text) if isinstance(found, MessageEchoed) else found


def _told(message: Message, words: Mapping[str, str]) -> str:
    """Words first, then how many choices there are: menus are told once and not read out button by button."""
    text = spoken(message)
    options = [option.title for option in options_of(message)]
    if isinstance(message, Text) and options:
        text += " " + words["options_said"].format(count=len(options), titles=", ".join(options))
    if isinstance(message, Text) and message.form:
        labels = [field.label for field in message.form.fields]
        text += " " + words["fields_said"].format(count=len(labels), labels=", ".join(labels))
    return text


def draw(line: Line, words: Mapping[str, str], *, past: bool = False) -> str:
    """The line as HTML for its traveller, "" when there is nothing to see; no form in what is `past`."""
    shown = bubble(line, words)
    return render_template("webchat/line.html", line=shown, words=words, fresh=fresh_id, past=past) if shown else ""


def draw_all(lines: Iterable[Line], words: Mapping[str, str]) -> str:
    """Lines as HTML for their traveller; of their forms only the one that can still be answered."""
    shown = [found for line in lines if (found := bubble(line, words))]
    opened = open_form(shown)
    return "".join(
        render_template("webchat/line.html", line=one, words=words, fresh=fresh_id, past=one.row != opened)
        for one in shown
    )


def fresh_id() -> str:
    """An id for a form that is sent without a script: letters alone, so that it never looks like a number."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(_ID_LETTERS))
