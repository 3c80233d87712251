"""How the sandbox gateway gives tokens: for a card in clear, for what was typed into its fields or on its page."""

from abc import ABC, abstractmethod
from typing import Literal, TypeVar
from urllib.parse import quote

import msgspec

from bot.adapters.http_client import Reply
from bot.domain.errors import UnavailableError
from bot.domain.payment.instrument import InstrumentKind
from bot.domain.payment.mandate import Mandate
from bot.ports.gateway import AccountSecret, CardSecret, HostedPage, Instrument, Result, Tokenized

_OK = 200
_CARD_ERROR = 402
_REFUSED = frozenset({400, 404, 405, 413})
_T = TypeVar("_T")


class _Token(msgspec.Struct, frozen=True):
    result: Result
    code: str = ""
    token: str = ""
    brand: str = ""
    last4: str = ""
    exp_month: int = 0
    exp_year: int = 0
    fingerprint: str = ""
    country: str = ""
    funding: str = ""
    kind: InstrumentKind = "card"


class _Opened(msgspec.Struct, frozen=True):
    reference: str
    url: str


class _Page(msgspec.Struct, frozen=True):
    state: Literal["open", "done", "closed"]
    card: _Token | None = None


class _Error(msgspec.Struct, frozen=True):
    code: str = ""


class _Refusal(msgspec.Struct, frozen=True):
    error: _Error = _Error()


class SandboxTokens(ABC):
    """The part of the port `Gateway` that is about tokens; `_post` and `_get` are the way there."""

    def tokenize(self, card: CardSecret, *, key: str) -> Tokenized:
        """Exchange a card for a token; nothing is charged."""
        body = {"number": card.number, "exp_month": card.exp_month, "exp_year": card.exp_year}
        return _tokenized(self._post("tokens", _encoded(body | {"code": card.code, "name": card.name}), key=key))

    def tokenize_account(self, account: AccountSecret, *, key: str, mandate: Mandate) -> Tokenized:
        """Exchange a bank account and its signed mandate for a token; nothing is charged."""
        signed = {
            "reference": mandate.reference,
            "creditor": mandate.creditor,
            "signed_at": int(mandate.signed_at.timestamp()),
            "network": mandate.network,
            "browser": mandate.browser,
        }
        body: dict[str, object] = {"iban": account.iban, "holder": account.holder, "mandate": signed}
        return _tokenized(self._post("accounts", _encoded(body), key=key))

    def redeem(self, ticket: str, *, key: str) -> Tokenized:
        """Exchange the ticket of what was typed into the fields for a token, once."""
        return _tokenized(self._post("tickets/redeem", _encoded({"ticket": ticket}), key=key))

    def open_page(self, subject: str, *, key: str, return_url: str) -> HostedPage:
        """Open a page on which one card is typed; raises `UnavailableError` until it is known to be open."""
        reply = self._post("pages", _encoded({"subject": subject, "return_url": return_url}), key=key)
        said = decode(reply, _Opened) if reply is not None and reply.status == _OK else None
        if said is None:
            raise UnavailableError("The sandbox gateway does not say where its page is.")
        return HostedPage(said.reference, said.url)

    def read_page(self, reference: str) -> Tokenized | None:
        """The card of a page, None while it is open; raises `UnavailableError` when the gateway cannot say."""
        reply = self._get(f"pages/{quote(reference, safe='')}")
        said = decode(reply, _Page) if reply is not None and reply.status == _OK else None
        if said is None:
            raise UnavailableError("The sandbox gateway cannot say what became of a page.")
        if said.state == "open":
            return None
        return Tokenized("approved", _instrument(said.card)) if said.card else Tokenized("declined", code="closed")

    @abstractmethod
    def _post(self, path: str, body: bytes, *, key: str) -> Reply | None: ...

    @abstractmethod
    def _get(self, path: str) -> Reply | None: ...


def decode(reply: Reply, kind: type[_T]) -> _T | None:
    """A reply's body as what it should be, or None."""
    try:
        return msgspec.json.decode(reply.body, type=kind)
    except msgspec.DecodeError:
        return None


def _encoded(body: dict[str, object]) -> bytes:
    return msgspec.json.encode(body)


def _tokenized(reply: Reply | None) -> Tokenized:
    """What the gateway gave: a token, a no, or no answer at all."""
    if reply is not None and reply.status in _REFUSED:
        said = decode(reply, _Refusal)
        return Tokenized("declined", code=said.error.code if said else "invalid_request")
    token = decode(reply, _Token) if reply is not None and reply.status in {_OK, _CARD_ERROR} else None
    if token is None:
        return Tokenized("unknown")
    return Tokenized(token.result, _instrument(token) if token.result == "approved" else None, token.code)


def _instrument(said: _Token) -> Instrument:
    fields = {name: getattr(said, name) for name in said.__struct_fields__ if name not in {"result", "code"}}
    return Instrument(**fields)
