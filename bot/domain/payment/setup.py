"""A setup: a card or a bank account that a traveller adds without buying anything, from an empty form to a method.

Theory. A setup is a machine that is fed facts, like a checkout, and small enough to say by its state alone which call
comes next: what was typed is read and exchanged for a token, the gateway verifies the token for later use, perhaps on
the pages of the bank, and the method is kept. Before each call the row is committed, and the keys of calls follow from
its id; so whoever comes after a crash repeats the same request under the same key, or looks it up. Ciphertext can be
read once: what was read and lost is lost, and the traveller types it again.

What must stay true: a setup ends once; a method exists only when the gateway has said yes and the traveller had agreed;
whatever ends otherwise leaves nothing at the gateway or in the vault that could pay.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import Consent
from bot.domain.payment.instrument import InstrumentKind
from bot.domain.transitions import Table, allows, move

LASTS = timedelta(minutes=15)
"""How long a form, the gateway's page and the bank's pages may take together."""
_LOOKS = (2, 4, 8, 15, 30, 60)
"""Seconds between look-ups while nobody knows what the gateway did."""
_VISITS = (15, 30, 60)
"""Seconds between look-ups while the traveller is on somebody's pages: a webhook tells of their end, mostly."""

SETUP: Table = {
    "created": {"submit": "submitted", "expire": "expired"},
    "submitted": {
        "visit": "visiting",
        "token": "tokenized",
        "decline": "declined",
        "lose": "lost",
        "expire": "expired",
    },
    "visiting": {"token": "tokenized", "decline": "declined", "lose": "lost", "expire": "expired"},
    "tokenized": {"verify": "verifying", "expire": "expired"},
    "verifying": {"approve": "kept", "decline": "declined", "challenge": "action", "expire": "expired"},
    "action": {"approve": "kept", "decline": "declined", "check": "verifying", "expire": "expired"},
    "kept": {},
    "declined": {},
    "lost": {},
    "expired": {},
}
"""The machine. In `visiting` the gateway's own page is open, in `action` the bank's; in `verifying` nobody knows."""

ENDED = frozenset(state for state, triggers in SETUP.items() if not triggers)


class Setup(msgspec.Struct, frozen=True):
    """One method on its way into a wallet.

    Attributes:
        began_at, until: UTC; what is not kept by `until` is not kept.
        sealed: where the ciphertext waits, or the gateway's ticket for what was typed into its fields.
        instrument: the id under which the card or account is kept; it is there before anything is read.
        method: what travellers read ("Visa •4242"), once there is a token.
        page: the gateway's reference of its page.
        url: where the traveller must go: the gateway's page, or the bank's.
        code: the gateway's code of a no.
        creditor: the creditor identifier in a bank account's mandate.
        holder: whose a bank account is, while its number lies in the vault and has no token yet.
        back: where other people's pages lead back to.
        origin: from where a bank account's mandate was signed: the network of an address, and a browser's name.
        tries: how often we have looked in a row; `due_at`: when the next call, or the end, is due (UTC).
    """

    id: str
    traveller: str
    thread: str
    kind: InstrumentKind
    mode: CaptureMode
    language: str
    began_at: datetime
    until: datetime
    state: str = "created"
    sealed: str = ""
    consent: Consent | None = None
    instrument: str = ""
    method: str = ""
    page: str = ""
    url: str = ""
    code: str = ""
    origin: tuple[str, str] = ("", "")
    back: str = ""
    creditor: str = ""
    holder: str = ""
    tries: int = 0
    due_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more can come of it."""
        return self.state in ENDED

    def key(self, operation: str) -> str:
        """The idempotency key of an operation: each is asked for once, however often it is sent."""
        return f"tf:{self.id}:{operation}:1"


class Submitted(msgspec.Struct, frozen=True):
    """The traveller sent the form, agreed to `consent`, and is to be kept as `instrument`."""

    sealed: str
    consent: Consent
    instrument: str
    origin: tuple[str, str] = ("", "")


class PageOpened(msgspec.Struct, frozen=True):
    """The gateway opened a page of its own for the traveller."""

    page: str
    url: str


class NumberKept(msgspec.Struct, frozen=True):
    """The number of a bank account lies in the vault, from where it can be read as often as need be."""

    holder: str


class TokenGiven(msgspec.Struct, frozen=True):
    """The gateway gave a token; `method` is what travellers read."""

    method: str


class Unreadable(msgspec.Struct, frozen=True):
    """What was typed is gone or cannot be read, or the gateway's page was closed."""


class Asking(msgspec.Struct, frozen=True):
    """A worker is about to have the token verified."""


SetupResult = Literal["approved", "declined", "action", "pending", "unknown"]


class Verified(msgspec.Struct, frozen=True):
    """The gateway answered, about the token or before it gave one, or was looked up."""

    result: SetupResult
    code: str = ""
    url: str = ""


class StillThere(msgspec.Struct, frozen=True):
    """The gateway's page is still open."""


class TimeOver(msgspec.Struct, frozen=True):
    """The time came that was waited for."""


SetupFact = NumberKept | Submitted | PageOpened | TokenGiven | Unreadable | Asking | Verified | StillThere | TimeOver


def begin(setup: Setup) -> Setup:
    """A new setup that waits for the traveller, and ends by itself."""
    return msgspec.structs.replace(setup, due_at=setup.until)


def advance(setup: Setup, fact: SetupFact, *, now: datetime) -> Setup:
    """The setup after a fact; one that no longer matters changes nothing. Touches nothing; `now` is UTC."""
    return _RULES[type(fact)](setup, fact, now)


def _moved(setup: Setup, trigger: str, now: datetime, **fields: object) -> Setup:
    """Moved by a trigger, with the next call due at once; unchanged when the table does not list it."""
    if not allows(SETUP, setup.state, trigger):
        return setup
    state = move(SETUP, setup.state, trigger, machine="setup")
    due = {"due_at": now} if state not in ENDED else {"sealed": "", "url": "", "back": "", "holder": "", "due_at": None}
    return msgspec.structs.replace(setup, **{"state": state, "tries": 0, **due, **fields})


def _later(setup: Setup, waits: tuple[int, ...], now: datetime) -> Setup:
    wait = timedelta(seconds=waits[min(setup.tries, len(waits) - 1)])
    return msgspec.structs.replace(setup, due_at=min(now + wait, max(setup.until, now)), tries=setup.tries + 1)


def _submitted(setup: Setup, fact: Submitted, now: datetime) -> Setup:
    if now >= setup.until:
        return setup
    fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
    return _moved(setup, "submit", now, **fields)


def _page_opened(setup: Setup, fact: PageOpened, now: datetime) -> Setup:
    opened = _moved(setup, "visit", now, page=fact.page, url=fact.url)
    return opened if opened is setup else _later(opened, _VISITS, now)


def _number_kept(setup: Setup, fact: NumberKept, now: datetime) -> Setup:
    if setup.state != "submitted":
        return setup
    return msgspec.structs.replace(setup, holder=fact.holder, sealed="", due_at=now)


def _token_given(setup: Setup, fact: TokenGiven, now: datetime) -> Setup:
    return _moved(setup, "token", now, method=fact.method, url="", sealed="")


def _verified(setup: Setup, fact: Verified, now: datetime) -> Setup:
    if fact.result == "approved":
        return _moved(setup, "approve", now)
    if fact.result == "declined":
        return _moved(setup, "decline", now, code=fact.code)
    if fact.result == "action":
        asked = _moved(setup, "challenge", now, url=fact.url)
        return _later(asked, _VISITS, now) if asked.state == "action" else setup
    if setup.state == "action":
        setup = _moved(setup, "check", now, url="")
    return _later(setup, _LOOKS, now) if setup.state == "verifying" else setup


def _still_there(setup: Setup, _: StillThere, now: datetime) -> Setup:
    return _later(setup, _VISITS, now) if setup.state == "visiting" else setup


def _time_over(setup: Setup, _: TimeOver, now: datetime) -> Setup:
    return _moved(setup, "expire", now) if now >= setup.until else setup


_RULES: Mapping[type[SetupFact], Callable[[Setup, Any, datetime], Setup]] = {
    Submitted: _submitted,
    PageOpened: _page_opened,
    NumberKept: _number_kept,
    TokenGiven: _token_given,
    Unreadable: lambda setup, _, now: _moved(setup, "lose", now),
    Asking: lambda setup, _, now: _moved(setup, "verify", now),
    Verified: _verified,
    StillThere: _still_there,
    TimeOver: _time_over,
}
"""One rule a fact."""
