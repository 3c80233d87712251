"""What the bot knows apart from the talk: flows, places, brand and texts, as one frozen value."""

from collections.abc import Mapping

import msgspec

from bot.domain.flow.definition import Flow
from bot.domain.flow.texts import Template
from bot.domain.understanding.places import Gazetteer


class Brand(msgspec.Struct, frozen=True):
    """The airline as its travellers know it.

    `zone` is the IANA zone of its home, for "today" before an origin is known; `languages` are those in which it
    speaks, the first by default; `horizon_days` is how far ahead it sells; `creditor` is its SEPA creditor identifier,
    "" when it debits no bank accounts.
    """

    name: str
    code: str
    zone: str
    languages: tuple[str, ...]
    horizon_days: int = 330
    creditor: str = ""


class World(msgspec.Struct, frozen=True):
    """Built at start and again on each publication, never changed.

    `flows` holds every revision that a talk may be pinned to, by name and number; `live` the number that new talks
    begin on; `entry` the flow of a talk that begins; `texts` what is said outside flows, by language and key;
    `airlines` the names of carriers by their code. `trying` are threads whose new talks begin on a draft, with the
    number of its snapshot, below nought, for each of its flows. `hosts` are our own, where pictures and documents of
    flows lie; none when that is not known.
    """

    brand: Brand
    places: Gazetteer
    flows: Mapping[str, Mapping[int, Flow]]
    live: Mapping[str, int]
    texts: Mapping[str, Mapping[str, Template]]
    airlines: Mapping[str, str]
    entry: str = "book"
    trying: Mapping[str, Mapping[str, int]] = {}
    hosts: frozenset[str] = frozenset()

    def flow(self, name: str, revision: int) -> Flow:
        """A revision of a flow, or its live one when that revision is not known any more."""
        revisions = self.flows[name]
        return revisions.get(revision) or revisions[self.live[name]]

    def begins(self, name: str, thread: str) -> int:
        """The revision of a published flow on which a talk of a thread begins: the live one, or a draft's snapshot."""
        return self.trying.get(thread, {}).get(name) or self.live[name]

    def text(self, key: str, language: str) -> Template | None:
        """A text of the catalogue, in the brand's first language when it is not worded in this one."""
        first = self.brand.languages[0]
        return self.texts.get(language, {}).get(key) or self.texts.get(first, {}).get(key)
