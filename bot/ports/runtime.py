"""Everything outside, in one frozen value that is built once and handed everywhere."""

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from bot.domain.conversation.notices import NoticeForm
from bot.domain.embedding.sites import Site
from bot.domain.world import World
from bot.ports.channel import Channel
from bot.ports.clock import Clock, Ids
from bot.ports.conversations import Conversations
from bot.ports.gateway import Gateway, GatewayHooks
from bot.ports.homes import Homes
from bot.ports.http import Wire
from bot.ports.jobs import Jobs, Quick
from bot.ports.journal import Journal
from bot.ports.live import Live
from bot.ports.mailer import Letters, Mailer
from bot.ports.records import Records
from bot.ports.supplier import Supplier
from bot.ports.vault import CaptureKeys, CardOpener, DigitWindows, SealedCards, Vault


class Meter(Protocol):
    """Counts what happens, for `/metrics`."""

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Raise a counter of bot/telemetry.py by an amount."""
        ...

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge of bot/telemetry.py."""
        ...

    def exposition(self) -> bytes:
        """Everything counted so far, in the text format of Prometheus."""
        ...


class Runtime(msgspec.Struct, frozen=True, kw_only=True):
    """The outside as services see it.

    `gateway`, `card_opener` and `vault` are None in a web process, which holds no key to any of them; `gateway_hooks`
    reads what the gateway tells by itself. `digits` is None where no messages come in, `mailer` where no mails go
    out (worker and courier may have one). `quick` performs effects in
    this process; without it every effect goes to a worker. `world` gives the newest
    World; `public_url` ends without a slash; `secret` signs tokens of our own pages. `streams` is how many pages this
    process serves with an open stream each: half of its threads, so that the other half always answers. `sites` are
    those that may embed the chat, by name; `proxies` is how many of ours stand before the web process. `letters` words
    mails, and `mails` says that they go out, here or in another process; `notices` are the templates by the name of
    their news; `doors` lead from a mail back to the talk, by channel. `wire` carries the courier's calls; no other
    process has one. `homes` remembers for a minute which thread a traveller's name means.
    """

    clock: Clock
    ids: Ids
    world: Callable[[], World]
    channels: Mapping[str, Channel]
    conversations: Conversations
    journal: Journal
    records: Records
    jobs: Jobs
    live: Live
    supplier: Supplier
    sealed_cards: SealedCards
    capture_keys: CaptureKeys
    meter: Meter
    public_url: str
    secret: bytes
    streams: int = 32
    digits: DigitWindows | None = None
    quick: Quick | None = None
    gateway: Gateway | None = None
    gateway_hooks: GatewayHooks | None = None
    card_opener: CardOpener | None = None
    vault: Vault | None = None
    mailer: Mailer | None = None
    letters: Letters | None = None
    mails: bool = False
    notices: Mapping[str, NoticeForm] = msgspec.field(default_factory=dict)
    doors: Mapping[str, str] = msgspec.field(default_factory=dict)
    sites: Mapping[str, Site] = msgspec.field(default_factory=dict)
    proxies: int = 0
    wire: Wire | None = None
    homes: Homes = msgspec.field(default_factory=Homes)
