"""The travellers who hold phones, what the platforms know of each, and what the airline set up for all of them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.simulators.accounts import DAY, WEEK
from bot.simulators.faults import BROKEN, SILENT
from bot.simulators.page_people import PagePeople
from bot.simulators.platform import Platform
from bot.simulators.product import Product

_NAMES = ("Ada", "Bruno", "Chloé", "Dinesh", "Emre", "Fatou", "Greta", "Hugo")
_FIRST: Mapping[str, str] = {
    "messenger": "6102938475610001",
    "whatsapp": "447700900001",
    "instagram": "8801234567890001",
}
"""The first holder of each phone; the next ones count on. The number is one that Ofcom keeps for fiction."""


class Owner(msgspec.Struct, frozen=True):
    """Somebody who holds a phone: until when we, and until when people of ours, may write to them freely."""

    id: str
    name: str
    blocked: bool
    closes: int
    agents: int


class Told(msgspec.Struct, frozen=True):
    """What one phone is told beside what went over the wire."""

    people: list[Owner]
    profile: dict[str, Any]
    faults: list[str]
    next: list[str]


class Holders:
    """Who holds phones on the three products."""

    def __init__(self, platform: Platform) -> None:
        self._products = {product.name: product for product in platform.products}
        self._held: dict[str, list[str]] = {name: [] for name in self._products}
        for name in self._products:
            self.add(name)

    def product(self, channel: str) -> Product:
        """The product of a phone; raises `LookupError` when there is none."""
        return self._products[channel]

    def holds(self, channel: str, user: str) -> bool:
        """Whether somebody holds a phone."""
        return user in self._held.get(channel, ())

    def held(self, channel: str) -> list[str]:
        """Who holds phones, in order."""
        return list(self._held[channel])

    def hold(self, channel: str, users: list[str]) -> None:
        """Put phones into the hands of those who held them before."""
        self._held[channel] = list(dict.fromkeys([*users, *self._held[channel]]))

    def add(self, channel: str) -> str:
        """One person more; gives their id. On WhatsApp every second one goes by a username and shows no number."""
        count = len(self._held[channel])
        user = str(int(_FIRST[channel]) + count)
        if channel == "whatsapp" and count % 2:
            user = f"GB.{int(user) * 7919}"
        self._products[channel].person(user)
        self._held[channel].append(user)
        return user

    def told(self, channel: str) -> Told:
        """What a phone is told."""
        product = self._products[channel]
        people = [self._owner(product, user, at) for at, user in enumerate(self._held[channel])]
        profile = _shown(product.profile.properties) if isinstance(product, PagePeople) else {}
        return Told(people, profile, faults_of(product), list(product.coming))

    def _owner(self, product: Product, user: str, at: int) -> Owner:
        person = product.person(user)
        heard = max(person.last_heard, 0)
        name = f"{_NAMES[at % len(_NAMES)]}{f' {at // len(_NAMES) + 1}' if at >= len(_NAMES) else ''}"
        ends = (heard + DAY, heard + WEEK if product.name != "whatsapp" else 0) if heard else (0, 0)
        return Owner(user, name, person.blocked, *ends)


def faults_of(product: Product) -> list[str]:
    """What the next call can be made to meet."""
    return [*product.faults, *sorted(BROKEN), *sorted(SILENT)]


def _shown(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The profile as one traveller's app shows it: of each property, what stands for every locale."""
    shown = {"get_started": profile.get("get_started")} if profile.get("get_started") else {}
    greeting = _default(profile.get("greeting"))
    if isinstance(greeting, dict):
        shown["greeting"] = greeting.get("text", "")
    for name in ("ice_breakers", "persistent_menu"):
        found = _default(profile.get(name))
        flat = profile.get(name) if isinstance(found, dict) and "call_to_actions" not in found else None
        actions = flat or (found or {}).get("call_to_actions")
        if actions:
            shown[name] = actions
    return shown


def _default(told: Any) -> Any:
    """Of a list by locale, the one for all."""
    if not isinstance(told, list) or not told:
        return None
    return next((one for one in told if one.get("locale", "default") == "default"), told[0])
