"""The words of an event, as lists and searches show them."""

from bot.domain.conversation.context import Context
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    Event,
    FormSent,
    MessageEchoed,
    MessageEdited,
    TextReceived,
)

SPEAKS = (TextReceived, ChoiceTapped, FormSent, AttachmentReceived, MessageEdited)
"""With these a traveller says something that wants an answer; opening a chat or a smile does not."""


def heard(event: Event) -> str:
    """What somebody said by an event, "" when it has no words; an attachment is told by its kind."""
    match event:
        case TextReceived(text=text, context=context) if context and context.files:
            return " ".join((text, *_names(context)))
        case TextReceived(text=text) | MessageEdited(text=text) | MessageEchoed(text=text):
            return text
        case ChoiceTapped(title=title, payload=payload):
            return title or payload
        case FormSent(values=values):
            return ", ".join(value for value in values.values() if value)
        case AttachmentReceived(kind=kind, context=context):
            return " ".join((f"[{kind}]", *_names(context)))
        case _:
            return ""


def _names(context: Context | None) -> tuple[str, ...]:
    """The names of files that came along: they are found by them."""
    return tuple(file.name for file in context.files if file.name) if context else ()
