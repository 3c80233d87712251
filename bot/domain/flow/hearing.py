"""From what came in to what was meant: a tap of a known option, the same typed, or words that were understood."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from bot.domain.conversation.events import ChoiceTapped, Event, FormSent, TextReceived
from bot.domain.flow.choosing import typed_choice
from bot.domain.flow.questions import UNKNOWN, may_ask_inside, named_subject, read_question
from bot.domain.flow.scene import Scene
from bot.domain.shopping.refs import as_understood, read_ref
from bot.domain.understanding.account_words import read_account_wish
from bot.domain.understanding.dates.tokens import Token, fold, tokenize
from bot.domain.understanding.faq_words import read_faq_wish
from bot.domain.understanding.identity import read_name
from bot.domain.understanding.link_codes import read_code
from bot.domain.understanding.link_words import read_link_wish
from bot.domain.understanding.references import read_reference
from bot.domain.understanding.return_words import read_return_wish
from bot.domain.understanding.understand import understand
from bot.domain.understanding.understood import Span, Understood
from bot.domain.understanding.wallet_orders import read_wallet_order
from bot.domain.understanding.wallet_words import read_wallet_wish

WISHES = frozenset(
    {
        "help",
        "start_over",
        "person",
        "more",
        "bot",
        "trip",
        "questions",
        "cards",
        "remove_card",
        "wallet",
        "change_wallet",
        "link",
        "chats",
        "unlink",
    }
    | {"payments", "known", "export", "erase", "consents"}
    | {"stop_debit", "stop_debit_yes", "keep_debit"}
    | {"cancel_booking", "refunds"}
)
"""What "go:<wish>" on a button may say, and words for it."""

_CARD_ASKS = frozenset({"ask", "yes", "no", "prefer", "prefer_in", "name", "bar", "allow", "limit"})

LONGEST_QUESTION = 300
"""Characters in which a question is looked for."""

ELSEWHERE = "other"
"""The intent of a message about something that is not sold here."""

_BARE_DAY = re.compile(r"\W*(?:on |le |the |am |el )*(?:\d{1,2})(?:st|nd|rd|th|er|e|\.)?\W*", re.IGNORECASE)


class Heard(msgspec.Struct, frozen=True):
    """What was meant.

    `value` is the value of an option of the present wait; `offer` the id of an offer that was tapped; `go` a wish
    that holds everywhere, one of `WISHES`; `card` what is wanted of a saved method, as "ask:<its id>", yes, no, or
    a change of `bot.domain.flow.wallet_talk`; `link` a code that links chats, as "code:<code>", or a tap about
    them; `data` a tap about payments or privacy; `back` one about giving a booking back;
    `stale` a tap or form that belongs to an older question; `values`
    what the form of the present wait holds; `topic` what was asked about in the middle of something else
    (`bot.domain.flow.questions`), `asks` whether a question may stand beside what else is said.
    """

    text: str = ""
    value: str = ""
    offer: str = ""
    go: str = ""
    card: str = ""
    link: str = ""
    data: str = ""
    back: str = ""
    stale: bool = False
    topic: str = ""
    asks: bool = False
    values: Mapping[str, str] = {}
    understood: Understood = Understood()


NOTHING = Heard()


def hear(event: Event, scene: Scene, *, expecting: str | None) -> Heard:
    """What the event means at the present wait; `expecting` narrows what is read out of words."""
    match event:
        case ChoiceTapped(payload=payload, title=title):
            return _tapped(payload, title, scene)
        case FormSent(wait=wait, values=values):
            return Heard(values=values) if wait == scene.position.wait else Heard(stale=True)
        case TextReceived(text=text):
            payload = typed_choice(text, scene)
            if payload:
                return _tapped(payload, text, scene)
            code = _typed_code(text, scene)
            if code:
                return Heard(text=text, link=f"code:{code}")
            return hear_words(text, scene, expecting=expecting)
        case _:
            return NOTHING


def awaited_code(scene: Scene) -> str:
    """Whether a code that links chats is awaited: "code", "mail" when an address may come instead, or ""."""
    kind, _, until = scene.conversation.slots.get("linking", "").partition(":")
    return kind if until and scene.now < int(until) else ""


def _typed_code(text: str, scene: Scene) -> str:
    """A code that links chats, anywhere but where a booking's reference was asked for that may look like one."""
    awaited = bool(awaited_code(scene))
    node = scene.flow.nodes.get(scene.position.node)
    reference = node is not None and node.wait is not None and node.wait.subject.startswith("booking.")
    return "" if reference and not awaited else read_code(text, awaited=awaited)


def hear_words(text: str, scene: Scene, *, expecting: str | None) -> Heard:
    """What words mean when that is expected; a name written as one is a name, whatever its words mean elsewhere."""
    if expecting == "name" and text.istitle() and not read_name(text).problem:
        return Heard(text=text)
    understood = understand(
        text,
        language=scene.language,
        today=_reading_day(text, scene),
        expecting=expecting,
        places=scene.world.places,
        departing=scene.conversation.trip.depart,
    )
    tokens = tokenize(fold(text))
    topic = read_question(tokens if len(text) <= LONGEST_QUESTION else tokenize(fold(text[:LONGEST_QUESTION])))
    go = _wish(text, tokens, understood)
    if go == "trip" and topic not in ("", UNKNOWN) and _is_booking(scene):
        go = ""
    if go == "help" and topic not in ("", UNKNOWN):
        go = ""
    if go == "questions":
        topic = topic if topic not in ("", UNKNOWN) else named_subject(tokens)
        go = "" if topic else go
    asks = bool(topic) or may_ask_inside(tokens)
    return Heard(text=text, go=go, understood=understood, topic=topic, asks=asks)


def _is_booking(scene: Scene) -> bool:
    """Whether a booking is going on: "can I change my ticket?" is then about the one that would be bought."""
    position = scene.conversation.position
    return position is not None and position.flow == scene.world.entry


def _wish(text: str, tokens: Sequence[Token], understood: Understood) -> str:
    """The wish that holds everywhere; "my trip" beside a city or a day is about a new trip, a reference about one."""
    kept = read_link_wish(tokens) or ("change_wallet" if read_wallet_order(text) else read_wallet_wish(tokens))
    kept = kept or read_return_wish(tokens) or read_account_wish(tokens)
    if kept:
        return kept
    told = understood.places or understood.unserved or understood.dates or understood.passengers
    intent = "" if understood.intent == "trip" and told else understood.intent or ""
    if intent in WISHES:
        return intent
    if not told and read_faq_wish(tokens):
        return "questions"
    return "trip" if read_reference(text, asked=False).locator else ""


def _reading_day(text: str, scene: Scene) -> date:
    """The day from which days are read: "the 5th" after "in June" is the fifth of June."""
    around = scene.conversation.trip.around
    if around is not None and around[0] > scene.today and _BARE_DAY.fullmatch(text):
        return around[0]
    return scene.today


def _tapped(payload: str, title: str, scene: Scene) -> Heard:
    heard = Heard(text=title)
    kind, _, rest = payload.partition(":")
    if kind == "go" and rest in WISHES:
        return msgspec.structs.replace(heard, go=rest)
    if kind == "card" and rest.partition(":")[0] in _CARD_ASKS:
        return msgspec.structs.replace(heard, card=rest)
    if kind in {"link", "data", "back"}:
        return msgspec.structs.replace(heard, **{kind: rest})
    if kind == "set":
        return _reading(heard, rest, scene)
    if kind == "offer" and any(offer.id == rest for offer in scene.conversation.basket.shelf):
        return msgspec.structs.replace(heard, offer=rest)
    if kind == "pick" and any(option.payload == payload for option in scene.position.options):
        return msgspec.structs.replace(heard, value=rest.partition(":")[2])
    return msgspec.structs.replace(heard, stale=True)


def _reading(heard: Heard, rest: str, scene: Scene) -> Heard:
    """A tap of "set:<field>:<value>": what words left open, chosen at any later moment."""
    field, _, value = rest.partition(":")
    try:
        understood = _of_link(value, scene) if field == "trip" else _READINGS[field](value)
    except (KeyError, ValueError):
        return msgspec.structs.replace(heard, stale=True)
    return msgspec.structs.replace(heard, text="", understood=understood)


def _of_link(ref: str, scene: Scene) -> Understood:
    """The trip that a link names, tapped while another was being booked."""
    wish = read_ref(ref)
    if wish is None:
        raise ValueError(ref)
    return as_understood(wish, places=scene.world.places, today=scene.today)


def _day(value: str) -> tuple[date, tuple[Span, ...]]:
    day = date.fromisoformat(value)
    return day, (Span(day, day),)


def _departure(value: str) -> Understood:
    day, spans = _day(value)
    return Understood(departure=day, dates=spans)


def _return(value: str) -> Understood:
    day, spans = _day(value)
    return Understood(return_date=day, dates=spans)


_READINGS: Mapping[str, Callable[[str], Understood]] = {
    "depart": _departure,
    "back": _return,
    "origin": lambda code: Understood(origin=code, places=(code,)),
    "destination": lambda code: Understood(destination=code, places=(code,)),
}
"""Field of the trip -> what a tap on a value of it means."""
