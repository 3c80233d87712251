"""What each platform takes of a message: one table by which messages are rendered, told in words and merged.

Meta: Messenger Platform, "Send a message", "Quick replies", "Button template", "Generic template"; Instagram Platform,
"Send a message"; WhatsApp Business Platform, "Text messages", "Interactive reply buttons", "Interactive list",
"Interactive call-to-action URL button", "Document messages". Our own channels, the web chat and the terminal, have no
limits and do not stand here.
"""

from collections.abc import Mapping

import msgspec

from bot.domain.conversation.fitting import Measure, octets, units


class Limits(msgspec.Struct, frozen=True):
    """The limits of a platform; lengths count UTF-16 units but for those of a text, which `measure` counts. 0 is none.

    `text` is the longest text, `body` the longest one with buttons below. `chips` are quick replies, `rows` those of a
    list with a `row_title` and a `row_line` each, `cards` those of a carousel with two texts of `card_text` each;
    `buttons` go below a text or a card. Payloads are never shortened. `aloud` says that not every device shows what can
    be tapped, so that all of it is told in words, too. `pictures` and `files` are the endings of what may be sent, "*"
    any. `merges` says that each message costs, so that few are sent.
    """

    text: int
    body: int
    payload: int
    measure: Measure = units
    title: int = 20
    chips: int = 0
    buttons: int = 3
    rows: int = 0
    row_title: int = 0
    row_line: int = 0
    row_payload: int = 0
    cards: int = 0
    card_text: int = 0
    caption: int = 0
    aloud: bool = False
    pictures: frozenset[str] = frozenset({"jpg", "jpeg", "png"})
    files: frozenset[str] = frozenset()
    merges: bool = False


LIMITS: Mapping[str, Limits] = {
    "messenger": Limits(
        text=2000,
        body=640,
        payload=1000,
        chips=13,
        cards=10,
        card_text=80,
        pictures=frozenset("*"),
        files=frozenset("*"),
    ),
    "instagram": Limits(
        text=1000,
        measure=octets,
        body=640,
        payload=1000,
        chips=13,
        cards=10,
        card_text=80,
        aloud=True,
        files=frozenset({"pdf"}),
    ),
    "whatsapp": Limits(
        text=4096,
        body=1024,
        payload=256,
        rows=10,
        row_title=24,
        row_line=72,
        row_payload=200,
        caption=1024,
        files=frozenset({"pdf", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx"}),
        merges=True,
    ),
}
"""Channel -> its limits."""
