"""Links for staff: made, listed with what came of them, written out for every channel, taken out of use."""

import re
from collections.abc import Mapping
from urllib.parse import quote

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.ids import token
from bot.domain.shopping.links import Link, LinkCounts
from bot.domain.shopping.refs import Wish, read_ref, write_ref
from bot.domain.understanding.places import Gazetteer
from bot.ports.clock import Ids
from bot.ports.records import Records

LONGEST_NAME = 80
_META_ID = re.compile(r"[A-Za-z0-9_]{1,64}")
_RANDOM_BYTES = 5
"""Eight letters and digits: short enough to be typed, too many to be met by chance."""


class Accounts(msgspec.Struct, frozen=True):
    """How travellers reach us: the page's id, the name on Instagram, the number in digits, our own address."""

    page: str = ""
    instagram: str = ""
    phone: str = ""
    web: str = ""


def create(records: Records, ids: Ids, wish: Wish, *, name: str, stands_for: Mapping[str, str], now: int) -> Link:
    """Keep a new link to a wish that was checked; `stands_for` may name an `ad` and a `story` of Meta's.

    Raises `InvalidError` when a name is none, and when another link in use has the advertisement or the story.
    """
    for what, value in stands_for.items():
        if value and not _META_ID.fullmatch(value):
            raise InvalidError(f"The id of a{'n ad' if what == 'ad' else ' story'} has up to 64 letters and digits.")
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidError(f"The name of a link has 1 to {LONGEST_NAME} characters.")
    ad, story = stands_for.get("ad", ""), stands_for.get("story", "")
    link = Link(token(ids.random(_RANDOM_BYTES)), name, write_ref(wish), now, ad, story)
    try:
        with records.begin() as work:
            work.entry_links.add(link)
    except ConflictError:
        raise InvalidError("Another link stands for that ad or story: retire it first.") from None
    return link


def listed(records: Records) -> tuple[tuple[Link, LinkCounts], ...]:
    """Every link with what came of it, the newest first; raises `UnavailableError`."""
    with records.begin() as work:
        return work.entry_links.counted()


def found(records: Records, link: str) -> tuple[Link, LinkCounts]:
    """One link with what came of it; raises `InvalidError` when there is none."""
    for one, counts in listed(records):
        if one.id == link.lower():
            return one, counts
    raise InvalidError(f"There is no link {link}. `threadfare links list` shows what there is.")


def retire(records: Records, link: str, *, now: int) -> None:
    """Take a link out of use; raises `InvalidError` when there is none in use."""
    with records.begin() as work:
        if not work.entry_links.retire(link.lower(), at=now):
            raise InvalidError(f"There is no link {link} in use. `threadfare links list` shows what there is.")


def addresses(link: Link, accounts: Accounts, places: Gazetteer, language: str) -> tuple[tuple[str, str], ...]:
    """The channel and the address of a link, for each channel on which we can be reached.

    wa.me knows no reference: its words, which the traveller sends, hold the link's code.
    """
    ref = f"l-{link.id}"
    wish = read_ref(link.ref) or Wish()
    where = places.label(wish.destination, language) if wish.destination else ""
    words = quote(" ".join(filter(None, ("✈", where, f"[tf:{link.id}]"))))
    told = (
        ("messenger", accounts.page, f"https://m.me/{accounts.page}?ref={ref}"),
        ("instagram", accounts.instagram, f"https://ig.me/m/{accounts.instagram}?ref={ref}"),
        ("whatsapp", accounts.phone, f"https://wa.me/{accounts.phone}?text={words}"),
        ("webchat", accounts.web, f"{accounts.web}/chat?ref={ref}"),
    )
    return tuple((channel, address) for channel, account, address in told if account)
