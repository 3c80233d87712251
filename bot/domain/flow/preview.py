"""What a channel will really show of a step: rendered by the same code that renders what is sent, into plain values.

`bot.domain.conversation.rendering` decides what is said, in what order and what is told in words; the dialect here
writes bubbles for people to look at, where those of the adapters write a platform's requests. Our own channels have no
limits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import msgspec

from bot.domain.conversation import rendering
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said
from bot.domain.conversation.fitting import clip, octets, units
from bot.domain.conversation.limits import LIMITS, Limits
from bot.domain.conversation.merging import merged
from bot.domain.conversation.messages import Card, Link, Media, Message, Option, Receipt
from bot.domain.conversation.offering import BUTTONS, CHIPS, Row, on_card
from bot.domain.conversation.rendering import Dialect, Request
from bot.domain.flow.definition import Flow
from bot.domain.flow.sample_messages import messages, worded_with
from bot.domain.flow.samples import Samples, filled, usual
from bot.domain.flow.text_keys import said_at
from bot.domain.flow.texts import Template

_NO_LIMIT = 1_000_000
_OPEN = Limits(
    text=_NO_LIMIT,
    body=_NO_LIMIT,
    payload=_NO_LIMIT,
    title=_NO_LIMIT,
    chips=_NO_LIMIT,
    buttons=_NO_LIMIT,
    cards=_NO_LIMIT,
    card_text=_NO_LIMIT,
    pictures=frozenset("*"),
    files=frozenset("*"),
)
"""The limits of the web chat and the terminal."""


class Tap(msgspec.Struct, frozen=True):
    """Something to tap: what it is called, what is shown of that, and how much of its room it takes; `most` 0 is any.

    `kind` is quick_reply, button, row or link; `line` stands below the title of a row.
    """

    kind: str
    title: str
    shown: str
    used: int
    most: int
    line: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether the traveller does not see all of it."""
        return self.shown != self.title and not self.line


class Bubble(msgspec.Struct, frozen=True):
    """One message as a traveller sees it: its words, how much of their room they take, and what can be tapped.

    `kind` is text, list, link, card, image, document or receipt; `unit` is what the room counts, characters or bytes;
    `title` is that of a card; `opens` what opens a list.
    """

    kind: str
    text: str
    used: int
    most: int
    unit: str = "characters"
    taps: tuple[Tap, ...] = ()
    title: str = ""
    opens: str = ""


class Preview(msgspec.Struct, frozen=True):
    """All that a step shows on a channel, in order, and sentences for staff about what the channel made of it."""

    bubbles: tuple[Bubble, ...]
    notes: tuple[str, ...] = ()


def preview(
    flow: Flow,
    step: str,
    *,
    language: str,
    channel: str,
    texts: Mapping[str, Mapping[str, Template]],
    samples: Samples | None = None,
) -> Preview:
    """What a channel shows of a step in a language; raises `KeyError` for a step that the flow has not.

    `texts` is the catalogue by language and key. `samples` are words for fields, as "trip.origin" or
    "trip.origin | city"; what they leave out is as it usually is.
    """
    told, known = usual(language), samples or {}

    def words(key: str) -> str:
        template = flow.text(key, language) or texts.get(language, {}).get(key)
        return filled(template, told, language, known) if template is not None else key

    return shown(messages(flow.nodes[step], words), channel)


def preview_text(
    flow: Flow,
    key: str,
    *,
    language: str,
    channel: str,
    texts: Mapping[str, Mapping[str, Template]],
    samples: Samples | None = None,
) -> Preview:
    """What a channel shows of the first step that says a text, as it is when that text is said; nothing when none does.

    Parameters are as of `preview`. A question that is worded otherwise after a miss is shown in that wording.
    """
    step = next(iter(said_at(flow).get(key, ())), None)
    if step is None:
        return Preview(())
    nodes = {**flow.nodes, step: worded_with(flow.nodes[step], key)}
    worded = msgspec.structs.replace(flow, nodes=nodes)
    return preview(worded, step, language=language, channel=channel, texts=texts, samples=samples)


def shown(said: Iterable[Message], channel: str) -> Preview:
    """What a channel shows of messages."""
    limits = LIMITS.get(channel, _OPEN)
    kept = _fewer(tuple(said), limits)
    dialect = _dialect(limits)
    bubbles = [
        bubble for message in kept for request in rendering.render(message, dialect) for bubble in request["bubbles"]
    ]
    return Preview(tuple(bubbles), tuple(_notes(kept, bubbles)))


def _fewer(said: tuple[Message, ...], limits: Limits) -> tuple[Message, ...]:
    if not limits.merges:
        return said
    return tuple(
        one.say.message for one in merged((Said(str(at), Say(message)) for at, message in enumerate(said)), limits)
    )


def _notes(said: Sequence[Message], bubbles: Sequence[Bubble]) -> Iterator[str]:
    offered = {option.title for option in chain.from_iterable(map(_offered, said))}
    taps = [*chain.from_iterable(bubble.taps for bubble in bubbles)]
    tappable = {tap.title for tap in taps}
    if (count := sum(bubble.kind != "card" for bubble in bubbles)) > len(said):
        yield f"It is said in {count} messages."
    if missing := [title for title in offered if title not in tappable]:
        yield f"{len(missing)} of {len(offered)} options cannot be tapped here: they are told in words."
    if cut := sum(tap.is_cut for tap in taps):
        yield f"{cut} of what can be tapped is cut."


def _offered(message: Message) -> tuple[Option, ...]:
    """What of a message comes back when it is tapped, cards apart: those are called by what is on them."""
    return getattr(message, "options", ())


@cache
def _dialect(limits: Limits) -> Dialect:
    """How bubbles are written within some limits."""

    def text(words: str, options: Sequence[Option] = (), kind: str = "quick_reply", most: int = 0) -> Request:
        return _one(
            "text", words, limits, most=most or limits.text, taps=tuple(_tap(kind, one, limits) for one in options)
        )

    def rows(words: str, found: Sequence[Row], label: str) -> Request:
        taps = tuple(_row(row, limits) for row in found)
        return _one("list", words, limits, most=limits.text, taps=taps, opens=clip(label, limits.title))

    return Dialect(
        limits=limits,
        typing=(),
        text=text,
        offers={
            CHIPS: text,
            BUTTONS: lambda words, options: text(words, options, "button", limits.body),
        },
        rows=rows if limits.rows else None,
        cards=(lambda cards, options: _cards(cards, options, limits)) if limits.cards else None,
        linked=lambda words, link: _linked(words, link, limits),
        file=lambda media: _file(media, limits),
        receipt=lambda receipt: _receipt(receipt, limits),
    )


def _one(kind: str, words: str, limits: Limits, *, most: int, **more: Any) -> Request:
    return {"bubbles": (_bubble(kind, words, limits, most, **more),)}


def _bubble(kind: str, words: str, limits: Limits, most: int, **more: Any) -> Bubble:
    in_bytes = limits.measure is octets and most == limits.text
    used = octets(words) if in_bytes else units(words)
    return Bubble(kind, words, used, most % _NO_LIMIT, "bytes" if in_bytes else "characters", **more)


def _tap(kind: str, option: Option, limits: Limits) -> Tap:
    return Tap(kind, option.title, clip(option.title, limits.title), units(option.title), limits.title % _NO_LIMIT)


def _row(row: Row, limits: Limits) -> Tap:
    title = clip(row.title, limits.row_title)
    line = row.line or (row.title if title != row.title else "")
    return Tap("row", row.title, title, units(row.title), limits.row_title, clip(line, limits.row_line))


def _linked(words: str, link: Link, limits: Limits) -> Request:
    page = Tap("link", link.title, clip(link.title, limits.title), units(link.title), limits.title % _NO_LIMIT)
    beside = link.options if limits.chips and len(link.options) < limits.buttons else ()
    below = link.options if limits.chips and not beside else ()
    taps = (
        page,
        *(_tap("button", one, limits) for one in beside),
        *(_tap("quick_reply", one, limits) for one in below),
    )
    return _one("link", words, limits, most=limits.body, taps=taps)


def _cards(cards: Sequence[Card], options: Sequence[Option], limits: Limits) -> Request:
    most = limits.card_text
    bubbles = [
        _bubble(
            "card",
            clip("\n".join(card.brief or card.lines), most),
            limits,
            most,
            title=clip(card.title, most),
            taps=tuple(_tap("button", option, limits) for option in on_card(card, limits)),
        )
        for card in cards
    ]
    last = bubbles.pop()
    below = tuple(_tap("quick_reply", option, limits) for option in options)
    return {"bubbles": (*bubbles, msgspec.structs.replace(last, taps=(*last.taps, *below)))}


def _file(media: Media, limits: Limits) -> Iterator[Request]:
    """A file with its words below it where the channel has room for them, else before it."""
    has_room = 0 < units(media.text) <= limits.caption
    if media.text.strip() and not has_room:
        yield from rendering.say(media.text, (), _dialect(limits))
    words = media.text if has_room else ""
    yield _one(media.kind, words, limits, most=limits.caption, title=media.filename or media.alt)


def _receipt(receipt: Receipt, limits: Limits) -> Iterator[Request]:
    yield _one("receipt", rendering.receipt_in_words(receipt), limits, most=limits.text)
