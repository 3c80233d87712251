"""What the platform knows of people and what their phones showed, in a file over a restart.

The airline remembers its talks; a platform that forgot who wrote would refuse its answers, and give its first traveller
the number of somebody else. Messages that wait to be delivered, templates and rates begin anew.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from bot.simulators.accounts import Person
from bot.simulators.page_people import PagePeople
from bot.simulators.phones import Phones
from bot.simulators.phones_tape import Wound
from bot.simulators.platform import Platform


class OfProduct(msgspec.Struct, frozen=True):
    """What one product knows: everybody it heard of, who holds phones, and the profile of the airline."""

    people: dict[str, Person]
    holders: list[str]
    profile: dict[str, Any] = {}


class Kept(msgspec.Struct, frozen=True):
    """A whole memory; `ahead` is by how much the clock was moved."""

    ahead: int
    tape: Wound
    products: dict[str, OfProduct]


class Memory:
    """The memory of one platform and its phones in one file."""

    def __init__(self, path: Path, platform: Platform, phones: Phones) -> None:
        self._path = path
        self._platform = platform
        self._phones = phones
        self._written = (-1, -1)

    def load(self) -> None:
        """Remember; a file that is missing or cannot be read is as none."""
        with suppress(OSError, msgspec.DecodeError):
            kept = msgspec.json.decode(self._path.read_bytes(), type=Kept)
            self._platform.pass_time(kept.ahead)
            self._phones.tape.rewind(kept.tape)
            for product in self._platform.products:
                known = kept.products.get(product.name)
                if known is None:
                    continue
                product.people |= known.people
                self._phones.holders.hold(product.name, known.holders)
                if isinstance(product, PagePeople):
                    product.profile.properties = known.profile

    def save(self) -> None:
        """Write down what changed since the last time, whole or not at all; readable for its owner alone."""
        stamp = self._phones.tape.stamp
        if stamp == self._written:
            return
        told = msgspec.json.encode(Kept(self._platform.ahead, self._phones.tape.wound(), self._products()))
        unfinished = self._path.with_suffix(".new")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(told)
        unfinished.replace(self._path)
        self._written = stamp

    def _products(self) -> dict[str, OfProduct]:
        known = {}
        for product in self._platform.products[:3]:
            with product.lock:
                profile = product.profile.properties if isinstance(product, PagePeople) else {}
                held = self._phones.holders.held(product.name)
                known[product.name] = OfProduct(dict(product.people), held, dict(profile))
        return known
