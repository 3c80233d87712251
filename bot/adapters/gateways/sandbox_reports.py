"""The sandbox gateway's reports as `GatewayReports`: reads pages of what it did, and moves nothing."""

from datetime import UTC, date, datetime
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from bot.adapters.gateways.sandbox_webhooks import read_event
from bot.adapters.http_client import Call, HttpClient
from bot.domain.errors import OutcomeUnknownError, UnavailableError
from bot.domain.money import Money
from bot.domain.reconciliation import Movement, Record
from bot.ports.gateway import GatewayEvent
from bot.ports.gateway_reports import Page

_OK = 200
_Answer = TypeVar("_Answer")


class _Payment(msgspec.Struct, frozen=True):
    id: str
    payment: str
    state: str
    currency: str
    authorized: int
    captured: int
    refunded: int


class _Movement(msgspec.Struct, frozen=True):
    id: str
    kind: str
    amount: int
    currency: str
    payment: str
    reference: str
    code: str
    at: int


class _Payments(msgspec.Struct, frozen=True):
    items: tuple[_Payment, ...]
    next: str = ""


class _Movements(msgspec.Struct, frozen=True):
    items: tuple[_Movement, ...]
    next: str = ""


class _Events(msgspec.Struct, frozen=True):
    items: tuple[msgspec.Raw, ...]
    next: str = ""


class _Balance(msgspec.Struct, frozen=True):
    balance: dict[str, int]


class SandboxReports:
    """Tells what the sandbox did; every method raises `UnavailableError` when it cannot say."""

    name = "sandbox"

    def __init__(self, client: HttpClient, *, url: str, key: str) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._key = key

    def events(self, since: datetime, *, after: str = "") -> Page[GatewayEvent]:
        """Events since a time, oldest first, whether or not their webhooks came."""
        asked = {"since": str(int(since.timestamp())), "after": after or "0"}
        said = self._get("events", _Events, list(asked.items()))
        return Page(tuple(event for body in said.items if (event := read_event(bytes(body)))), said.next)

    def payments(self, day: date, *, after: str = "") -> Page[Record]:
        """Payments to which anything happened on a day, as they stand now."""
        said = self._get("payments", _Payments, [("day", day.isoformat()), ("after", after)])
        return Page(tuple(_record(each) for each in said.items), said.next)

    def records(self, payments: tuple[str, ...]) -> tuple[Record, ...]:
        """Everything there is under these payment ids of ours, as it stands now; at most a hundred ids."""
        if not payments:
            return ()
        said = self._get("records", _Payments, [("payment", payment) for payment in payments])
        return tuple(_record(each) for each in said.items)

    def movements(self, day: date, *, after: str = "") -> Page[Movement]:
        """What moved our balance on a day: captures, refunds, fees, disputes, payouts."""
        said = self._get("movements", _Movements, [("day", day.isoformat()), ("after", after or "0")])
        return Page(tuple(_movement(each) for each in said.items), said.next)

    def balance(self, until: datetime) -> tuple[Money, ...]:
        """What the gateway owed us at a time, one amount a currency."""
        said = self._get("balance", _Balance, [("until", str(int(until.timestamp())))])
        return tuple(Money(minor, currency) for currency, minor in sorted(said.balance.items()))

    def _get(self, name: str, kind: type[_Answer], asked: list[tuple[str, str]]) -> _Answer:
        url = f"{self._url}/v1/reports/{name}?{urlencode(asked)}"
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}
        try:
            reply = self._client.send(Call(method="GET", url=url, headers=headers))
            if reply.status == _OK:
                return msgspec.json.decode(reply.body, type=kind)
        except (OutcomeUnknownError, msgspec.DecodeError):
            pass
        raise UnavailableError(f"The sandbox gateway does not report its {name}.")


def _record(said: _Payment) -> Record:
    return Record(
        said.id,
        said.payment,
        said.state,
        Money(said.authorized, said.currency),
        Money(said.captured, said.currency),
        Money(said.refunded, said.currency),
    )


def _movement(said: _Movement) -> Movement:
    return Movement(
        said.id,
        said.kind,
        Money(said.amount, said.currency),
        said.payment,
        said.reference,
        said.code,
        datetime.fromtimestamp(said.at, UTC),
    )
