"""The port of channels: verify and parse what comes in, render and send what goes out.

`verify`, `parse`, `other_names`, `render` and `sending` are pure; only `send` touches the world.
"""

from collections.abc import Generator, Mapping
from typing import Any, Protocol

import msgspec

from bot.domain.conversation.events import Event
from bot.domain.conversation.messages import Message
from bot.domain.conversation.notices import Filled
from bot.domain.conversation.statuses import Ignored, Status
from bot.domain.ids import ThreadKey
from bot.ports.http import Call, Reply


class Arrived(msgspec.Struct, frozen=True):
    """One event of one thread, as it came in."""

    thread: ThreadKey
    event: Event


class Told(msgspec.Struct, frozen=True):
    """What became of messages of ours in a thread."""

    thread: ThreadKey
    status: Status


class Aside(msgspec.Struct, frozen=True):
    """Something that we do not act on: ignored by name, or malformed and kept aside."""

    ignored: Ignored


Inbound = Arrived | Told | Aside


class SendResult(msgspec.Struct, frozen=True):
    """A message that the channel took: its own id for it, "" when it gives none.

    `load` is how much of the account's quota is used, in percent, 0 when the channel does not say; `rest` how many
    seconds the account must be left alone now.
    """

    platform_id: str = ""
    load: int = 0
    rest: float = 0


Sending = Generator[Call, Reply, SendResult]
"""The steps of sending one request: yields each call to make, is told its answer or is thrown why there is none."""

MALFORMED = "malformed"
"""The kind of an `Ignored` that could not be read; every other kind is a thing that the platform calls by that name."""


class Standing(msgspec.Struct, frozen=True):
    """What a platform says of our account: how it is called there, and the percent of its quota that is used."""

    account: str
    name: str
    load: int = 0


class Inspected(Protocol):
    """A channel that can ask its platform whether it may speak."""

    def inspect(self) -> Standing:
        """Ask for our own account, which changes nothing; raises `SendFailedError`."""
        ...


class TokenKeeper(Protocol):
    """Keeps a token alive that would expire."""

    def refresh(self, now: float, *, older_than: float = ...) -> bool:
        """Replace the token if it is older than so many seconds (`now` since 1970, UTC); gives whether it did."""
        ...


class Headers(Protocol):
    """The headers of a request, found whatever their case; a dict with the platform's own spelling will do."""

    def get(self, name: str, /) -> str | None:
        """The value of a header, None when it is missing."""
        ...


class Channel(Protocol):
    """One chat platform."""

    name: str

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """What to answer the platform that asks whether this address is ours; None when it is not the platform."""
        ...

    def verify(self, headers: Headers, body: bytes) -> bool:
        """Whether the body was signed by the platform."""
        ...

    def parse(self, body: bytes) -> tuple[Inbound, ...]:
        """Every event in a verified body; of any shape, without raising: what is not known comes as `Aside`."""
        ...

    def other_names(self, body: bytes) -> Mapping[str, str]:
        """Threads in a verified body that the platform knows by a second name, and the thread of that name; pure."""
        ...

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The platform's own requests for a message, within its limits, in order of sending."""
        ...

    def render_as_person(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The requests for what a person typed, after the window; none where the channel takes none."""
        ...

    def render_template(self, filled: Filled) -> tuple[dict[str, Any], ...]:
        """The request for a template, after the window; none where the channel takes none."""
        ...

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Send one rendered request and wait; `key` comes back in echoes where the platform allows.

        Raises `SendFailedError`.
        """
        ...

    def sending(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> Sending:
        """The steps of `send`, for who has many on their way at once; raises `SendFailedError` as it goes."""
        ...
