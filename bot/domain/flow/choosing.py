"""Which of the things offered to tap was typed instead: by its number, by what it is called, or by its payload.

Not every device shows what can be tapped, and not everybody taps. A number is a choice at any question but those that a
number answers by itself (how many, how old, which day, where money would be paid): there it is one only where the
traveller was shown numbers.
"""

import re
from collections.abc import Iterable, Iterator

from bot.domain.conversation.effects import Say
from bot.domain.conversation.fitting import clip
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.messages import Card, Carousel, Message, Option, Text
from bot.domain.conversation.offering import Offered, choices, shorts_of, shows_numbers
from bot.domain.flow.scene import Scene
from bot.domain.flow.shelf import shown_offers
from bot.domain.ids import channel_of
from bot.domain.shopping.display import offer_card
from bot.domain.understanding.dates.tokens import fold

COUNTING = frozenset({"trip.depart", "trip.back", "trip.party", "trip.ages", "passenger.born", "checkout"})
"""Subjects of waits at which a bare number says something by itself, or must not by accident: words for a slot, too."""
_FREE = "text:"
_READING = "set:"
"""Begins the payload of an option that is a reading of what was said: whoever is asked which one may say the first."""
_NUMBER = re.compile(r"(?:#|n ?°|no\.? |number |option |numero )? ?(\d{1,2})[.)]?")
_KEYCAP = str.maketrans("", "", "\ufe0f\u20e3")
"""What makes a keycap of a figure, as a telephone offers it for "1"."""
_DECIDING = frozenset({"yes", "no", "pay", "change"})
"""Parts of payloads by which something is agreed to, refused, paid, or given up."""
_AROUND = " \t\n.!?,;:…«»“”\"'[]*"
_SHOWN = (20, 24, 80)
"""How much of a title platforms show on a button, a row and a card."""


def typed_choice(text: str, scene: Scene) -> str:
    """The payload of what was chosen by words, "" when they name nothing that was offered, or more than one thing."""
    offered = scene.conversation.offered
    known = (*offered.options, *scene.position.options)
    if not known:
        return ""
    exact = text.strip()
    if any(option.payload == exact for option in known):
        return exact
    shown = (*offered.options, *_renamed(offered))
    found = _by_number(text, scene) or _by_name(text, shown) or _by_name(text, scene.position.options)
    return "" if "?" in text and _decides(found) else found


def _decides(payload: str) -> bool:
    """Whether a choice decides something: who asks "hold them?" has not."""
    return not _DECIDING.isdisjoint(payload.replace("_", ":").split(":"))


def _renamed(offered: Offered) -> Iterator[Option]:
    """The choices that a list calls otherwise, by that name."""
    for option, short in zip(offered.options, offered.shorts, strict=False):
        if short:
            yield Option(short, option.payload)


def with_offered(scene: Scene, *, before: str) -> Scene:
    """The scene that remembers what its last message with a choice offered; a new question without any offers nothing.

    `before` is the name of the wait at which the turn began.
    """
    said = [effect.message for effect in scene.effects if isinstance(effect, Say)]
    last = next((message for message in reversed(said) if choices(message)), None)
    if last is None:
        return scene.change(offered=Offered()) if said and scene.position.wait != before else scene
    limits = LIMITS.get(channel_of(scene.conversation.thread))
    cards = _cards(last, scene)
    before_it = choices(Carousel("", cards)) if isinstance(last, Text) else ()
    numbers = limits is not None and shows_numbers(last, limits)
    return scene.change(offered=Offered((*before_it, *choices(last)), numbers, shorts_of(cards)))


def _cards(message: Message, scene: Scene) -> tuple[Card, ...]:
    """The cards that can be chosen: of the message, or flights that were shown before it and keep their numbers."""
    if isinstance(message, Carousel):
        return message.cards
    if not isinstance(message, Text) or message.first == 1:
        return ()
    return tuple(offer_card(offer, scene.look, button="") for offer in shown_offers(scene))


def _by_number(text: str, scene: Scene) -> str:
    offered = scene.conversation.offered
    found = _NUMBER.fullmatch(fold(text.translate(_KEYCAP)).strip())
    if found is None or not 0 < int(found[1]) <= len(offered.options):
        return ""
    readings = all(option.payload.startswith(_READING) for option in offered.options)
    return offered.options[int(found[1]) - 1].payload if offered.numbers or readings or not _counts(scene) else ""


def _counts(scene: Scene) -> bool:
    node = scene.flow.nodes.get(scene.position.node)
    subject = node.wait.subject if node is not None and node.wait is not None else ""
    return subject in COUNTING or subject.startswith(_FREE)


def _by_name(text: str, options: tuple[Option, ...]) -> str:
    typed = _bare(text)
    if not typed:
        return ""
    begun = [(name, option) for option in options if (name := _bare(option.title)).startswith(typed)]
    whole = {option.payload for name, option in begun if name == typed}
    found = whole or {option.payload for _, option in begun if typed in _clipped(option.title)}
    return found.pop() if len(found) == 1 else ""


def _clipped(title: str) -> Iterable[str]:
    """What platforms may show of a title: beginnings of it, so that titles which begin otherwise need no cutting."""
    return (_bare(clip(title, most)) for most in _SHOWN)


def _bare(text: str) -> str:
    return " ".join(fold(text.translate(_KEYCAP)).strip(_AROUND).split())
