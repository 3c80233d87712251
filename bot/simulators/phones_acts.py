"""What the holder of a phone does, and what happens behind the scenes, as verbs of the products."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from bot.simulators.page_people import PagePeople
from bot.simulators.phones_pages import static_file
from bot.simulators.phones_people import faults_of
from bot.simulators.product import Product
from bot.simulators.whatsapp_people import WhatsAppPeople

_THUMBS_UP = 369239263222822
"""Facebook's sticker of a thumb (Messenger Platform, "Webhooks", attachments)."""
_LONGEST = 4096
_FILES = {"photo": "photo.png", "document": "letter.pdf"}
"""What the phones hold: the same files on all of them."""
_WHATSAPP_MEDIA: dict[str, tuple[str, dict[str, Any]]] = {
    "photo": ("image", {"mime_type": "image/png"}),
    "document": ("document", {"mime_type": "application/pdf", "filename": "letter.pdf"}),
    "voice": ("audio", {"voice": True}),
    "sticker": ("sticker", {"animated": False}),
    "location": ("location", {"latitude": 41.9, "longitude": 12.5, "name": "Rome", "address": "Italy"}),
}


class Nothing(msgspec.Struct, frozen=True):
    """A verb that needs no more words."""


class Words(msgspec.Struct, frozen=True):
    """What was written."""

    text: str


class Choice(msgspec.Struct, frozen=True):
    """What was tapped: what it means, and what stands on it."""

    payload: str
    title: str = ""


class Link(msgspec.Struct, frozen=True):
    """The ref of the link by which somebody came."""

    ref: str = ""


class Kind(msgspec.Struct, frozen=True):
    """What else than words is sent."""

    kind: Literal["photo", "document", "voice", "sticker", "location"]


class Mark(msgspec.Struct, frozen=True):
    """A message, and what it is marked or replaced with."""

    target: str
    emoji: str = "❤"
    text: str = ""


class Meeting(msgspec.Struct, frozen=True):
    """What the next call meets."""

    fault: str


class Scene(msgspec.Struct, frozen=True):
    """Where a verb plays: on which product, by whom, and where pictures that travellers send lie."""

    product: PagePeople | WhatsAppPeople
    user: str
    files: str


class UnknownVerbError(LookupError):
    """Nobody can do that on this phone."""


def act(product: Product, user: str, verb: str, *, body: bytes, files: str) -> None:
    """Do it; raises `LookupError` or `ValueError` with a sentence when it cannot be done."""
    known = VERBS.get(verb)
    if known is None or not isinstance(product, PagePeople | WhatsAppPeople):
        raise UnknownVerbError(f"Nobody can do “{verb}” on {product.name}.")
    shape, do = known
    told = msgspec.json.decode(body or b"{}", type=shape)
    if len(getattr(told, "text", "")) > _LONGEST:
        raise ValueError(f"Apps take at most {_LONGEST} characters.")
    do(Scene(product, user, files), told)


def _says(scene: Scene, told: Words) -> None:
    scene.product.says(scene.user, told.text)


def _taps(scene: Scene, told: Choice) -> None:
    scene.product.taps(scene.user, told.payload, title=told.title)


def _opens(scene: Scene, told: Link) -> None:
    scene.product.opens(scene.user, told.ref)


def _replies(scene: Scene, told: Mark) -> None:
    scene.product.replies(scene.user, told.target, told.text)


def _comes_by_ad(scene: Scene, told: Words) -> None:
    product, user = scene.product, scene.user
    if isinstance(product, WhatsAppPeople):
        referral = {
            "source_url": "https://fb.me/3cr4Wqqkv",
            "source_type": "ad",
            "source_id": "120210000000000001",
            "headline": "Fly with us",
            "body": "From inspiration to your seat",
            "media_type": "image",
            "ctwa_clid": "ARAkLkA8rmlFeiCktEJQ",
        }
        product.hears(user, {"type": "text", "text": {"body": told.text}, "referral": referral})
    else:
        context = {"ad_title": "Fly with us", "post_id": "102030405060"}
        referral = {"ref": "ad", "ad_id": "120210000000000001", "source": "ADS", "type": "OPEN_THREAD"}
        message = {"mid": product.new_id(), "text": told.text}
        product.hears(user, {"message": {**message, "referral": {**referral, "ads_context_data": context}}})


def _replies_to_story(scene: Scene, told: Words) -> None:
    reply = getattr(scene.product, "replies_to_story", None)
    if reply is None:
        raise UnknownVerbError(f"There are no stories on {scene.product.name}.")
    reply(scene.user, told.text)


def _attaches(scene: Scene, told: Kind) -> None:
    product, user = scene.product, scene.user
    kind, payload = _attachment(scene, told.kind)
    product.attaches(user, kind, **payload)


def _attachment(scene: Scene, kind: str) -> tuple[str, dict[str, Any]]:
    if isinstance(scene.product, WhatsAppPeople):
        named, payload = _WHATSAPP_MEDIA[kind]
        return named, {**payload, "content": static_file(_FILES[kind])} if kind in _FILES else payload
    if kind == "sticker" and scene.product.name == "instagram":
        return "like_heart", {}
    if kind == "location":
        raise UnknownVerbError(f"Nobody sends a place on {scene.product.name} any more.")
    if kind == "voice":
        return "audio", {"url": f"{scene.files}/voice.wav"}
    if kind == "document":
        return "file", {"url": f"{scene.files}/{_FILES[kind]}"}
    sticker = {"sticker_id": _THUMBS_UP} if kind == "sticker" else {}
    return "image", {"url": f"{scene.files}/{_FILES['photo']}", **sticker}


def _reacts(scene: Scene, told: Mark) -> None:
    scene.product.reacts(scene.user, told.target, told.emoji)


def _edits(scene: Scene, told: Mark) -> None:
    scene.product.edits(scene.user, told.target, told.text)


def _unsends(scene: Scene, told: Mark) -> None:
    scene.product.unsends(scene.user, told.target)


def _reads(scene: Scene, _: Nothing) -> None:
    if scene.product.to(scene.user):
        scene.product.reads(scene.user)


def _colleague_writes(scene: Scene, told: Words) -> None:
    scene.product.colleague_writes(scene.user, told.text)


def _blocks(scene: Scene, _: Nothing) -> None:
    scene.product.person(scene.user).blocked = True


def _unblocks(scene: Scene, _: Nothing) -> None:
    scene.product.person(scene.user).blocked = False


def _fail_next(scene: Scene, told: Meeting) -> None:
    if told.fault not in faults_of(scene.product):
        raise ValueError(f"{scene.product.name} knows no fault “{told.fault}”.")
    scene.product.fail_next(told.fault)


VERBS: dict[str, tuple[type[Any], Callable[[Scene, Any], None]]] = {
    "says": (Words, _says),
    "taps": (Choice, _taps),
    "replies": (Mark, _replies),
    "opens": (Link, _opens),
    "comes_by_ad": (Words, _comes_by_ad),
    "replies_to_story": (Words, _replies_to_story),
    "attaches": (Kind, _attaches),
    "reacts": (Mark, _reacts),
    "edits": (Mark, _edits),
    "unsends": (Mark, _unsends),
    "reads": (Nothing, _reads),
    "colleague_writes": (Words, _colleague_writes),
    "blocks": (Nothing, _blocks),
    "unblocks": (Nothing, _unblocks),
    "fail_next": (Meeting, _fail_next),
}
"""Verb of a phone -> what it is told, and what does it."""
