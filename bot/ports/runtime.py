"""Everything outside, in one frozen value that is built once and handed everywhere."""

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from bot.domain.conversation.bubbles import Bubble
from bot.domain.conversation.messages import Message
from bot.domain.conversation.notices import NoticeForm
from bot.domain.embedding.sites import Site
from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.fraud import RuleSet
from bot.domain.world import World
from bot.ports.channel import Channel
from bot.ports.clock import Clock, Ids
from bot.ports.conversations import Conversations
from bot.ports.documents import Documents
from bot.ports.gateway import Gateway, GatewayHooks
from bot.ports.gateway_reports import GatewayReports
from bot.ports.hasher import Hasher
from bot.ports.homes import Homes
from bot.ports.http import Wire
from bot.ports.jobs import Jobs, Quick
from bot.ports.journal import Journal
from bot.ports.live import Live
from bot.ports.mailer import Letters, Mailer
from bot.ports.media import MediaSource
from bot.ports.papers import Papers
from bot.ports.pusher import Pusher
from bot.ports.records import Records
from bot.ports.staff_door import StaffDoor
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

    `gateway`, `reports`, `card_opener` and `vault` are None in a web process, which holds no key to any of them;
    `gateway_hooks` reads what the gateway tells by itself. `digits` is None where no messages come in, `mailer` where
    no mails go out (worker and courier may have one). `quick` performs effects in this process; without it every
    effect goes to a worker. `world` gives the newest
    World; `public_url` ends without a slash; `secret` signs tokens of our own pages. `streams` is how many pages this
    process serves with an open stream each: half of its threads, so that the other half always answers. `sites` are
    those that may embed the chat, by name; `proxies` is how many of ours stand before the web process. `letters` words
    mails, and `mails` says that they go out, here or in another process; `notices` are the templates by the name of
    their news; `doors` lead from a mail back to the talk, by channel. `wire` carries the courier's calls; no other
    process has one. `pins` hashes PINs; a process that asks for none has none. `capture` is how cards reach us, and
    `fields_url` the gateway's page of fields, where that is the way. `homes` remembers for a minute which thread a
    traveller's name means. `papers` prints what travellers keep. `staff_mail` takes alerts, "" for nobody.
    `fraud_rules` are those with which an airline begins. `refund_alone` is what one person may give back of a booking
    without a second one, in minor units of the books' currency. `documents` reads and writes what staff edit as text.
    `staff_door` lets staff in; a process without pages of theirs has none.
    `pusher` sends browsers' notifications to staff, and `push_key` is the public key for which browsers take them, ""
    where no pushes are set up. `media` fetches what travellers send, by channel, where a process does that. `preview`
    tells what a channel, by its name, shows of a message.
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
    reports: GatewayReports | None = None
    card_opener: CardOpener | None = None
    vault: Vault | None = None
    capture: CaptureMode = "vault"
    fields_url: str = ""
    mailer: Mailer | None = None
    letters: Letters | None = None
    mails: bool = False
    notices: Mapping[str, NoticeForm] = msgspec.field(default_factory=dict)
    doors: Mapping[str, str] = msgspec.field(default_factory=dict)
    sites: Mapping[str, Site] = msgspec.field(default_factory=dict)
    proxies: int = 0
    fraud_rules: RuleSet = msgspec.field(default_factory=RuleSet)
    wire: Wire | None = None
    pins: Hasher | None = None
    papers: Papers | None = None
    staff_mail: str = ""
    refund_alone: int = 10_000
    documents: Documents | None = None
    staff_door: StaffDoor | None = None
    homes: Homes = msgspec.field(default_factory=Homes)
    pusher: Pusher | None = None
    push_key: str = ""
    media: Mapping[str, MediaSource] = msgspec.field(default_factory=dict)
    preview: Callable[[str, Message], tuple[Bubble, ...]] | None = None
