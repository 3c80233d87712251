"""Which of our links somebody came by: by its id, a code in filled-in words, an advertisement or a story.

What is found is written into the event before its turn, so that the turn needs nobody else. An event whose link
cannot be looked up, or is none, is taken all the same.
"""

import logging
from typing import Any

import msgspec

from bot.domain.conversation.context import NO_CONTEXT, Context
from bot.domain.conversation.events import AttachmentReceived, ChoiceTapped, Event, TextReceived, ThreadOpened
from bot.domain.errors import ThreadfareError
from bot.domain.shopping.links import Link
from bot.domain.shopping.refs import CODE, read_ref
from bot.ports.runtime import Runtime

_log = logging.getLogger(__name__)


def recognized(runtime: Runtime, event: Event) -> Event:
    """The event with the trip of its link as its reference, and without the link's code in its words."""
    if not isinstance(event, TextReceived | ChoiceTapped | ThreadOpened | AttachmentReceived):
        return event
    found = CODE.search(event.text) if isinstance(event, TextReceived) else None
    if found is not None and isinstance(event, TextReceived):
        event = _without_code(event, found.start(), found.end())
    context = event.context or NO_CONTEXT
    wish = read_ref(event.ref if isinstance(event, ThreadOpened) else context.ref)
    named = found[1].lower() if found else wish.link if wish else ""
    if not (named or context.ad or context.story):
        return event
    link = _look_up(runtime, named, context)
    return event if link is None or link.retired else _led_by(event, link)


def _look_up(runtime: Runtime, named: str, context: Context) -> Link | None:
    try:
        with runtime.records.begin() as work:
            by_name = work.entry_links.find(named) if named else None
            return by_name or work.entry_links.standing_for(ad=context.ad, story=context.story)
    except ThreadfareError as error:
        _log.warning("A link cannot be looked up: %s", error.say_to_staff)
        return None


def _without_code(event: TextReceived, start: int, end: int) -> TextReceived | ThreadOpened:
    """The words alone; who sends the code alone opens the talk by its link."""
    words = f"{event.text[:start]} {event.text[end:]}".strip()
    if words:
        return msgspec.structs.replace(event, text=words)
    return ThreadOpened(event.id, event.at, locale=event.locale, context=event.context)


def _led_by(event: TextReceived | ChoiceTapped | ThreadOpened | AttachmentReceived, link: Link) -> Event:
    opened = isinstance(event, ThreadOpened)
    context = msgspec.structs.replace(event.context or NO_CONTEXT, link=link.id, ref="" if opened else link.ref)
    changes: dict[str, Any] = {"context": context, "ref": link.ref} if opened else {"context": context}
    return msgspec.structs.replace(event, **changes)
