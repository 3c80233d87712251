"""What each channel shows of a step while somebody types: rendered by the code that renders what is sent."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.parts import Document
from bot.domain.flow.preview import Preview, preview
from bot.domain.flow.texts import Template

CHANNELS = (
    ("messenger", "Messenger"),
    ("instagram", "Instagram"),
    ("whatsapp", "WhatsApp"),
    ("webchat", "Web chat"),
)
"""Channels that travellers see, and what each is called."""


class Sight(msgspec.Struct, frozen=True):
    """One channel: what it is called, and what it shows; `problem` says why it shows nothing."""

    channel: str
    called: str
    shown: Preview = Preview(())
    problem: str = ""


def sights(
    document: Document,
    step: str,
    node: Mapping[str, Any],
    *,
    language: str,
    typed: Mapping[str, Mapping[str, str]],
    texts: Mapping[str, Mapping[str, Template]],
) -> tuple[Sight, ...]:
    """What every channel shows of a step as it is being typed; `texts` is the catalogue of the program.

    Only the step and the texts of the language are read, however long the flow is.
    """
    fallback = document.get("fallback", {})
    spoken = {one for one in (language, fallback.get(language)) if one}
    words = {one: {**document["texts"].get(one, {}), **typed.get(one, {})} for one in spoken}
    told = {one: {key: text for key, text in known.items() if text} for one, known in words.items()}
    part = {**document, "nodes": {step: node}, "start": step, "texts": told, "layout": {}}
    try:
        flow = parse_flow(msgspec.json.encode(part))
    except InvalidError as error:
        return tuple(Sight(name, called, problem=error.say_to_staff) for name, called in CHANNELS)
    return tuple(
        Sight(name, called, preview(flow, step, language=language, channel=name, texts=texts))
        for name, called in CHANNELS
    )
