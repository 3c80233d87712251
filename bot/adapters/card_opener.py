"""Opens what a pay page encrypted: two JWE tokens of one profile, every check in order, one sentence for all failures.

Profile: RFC 7516 compact, ECDH-ES on P-256 with A256GCM. What binds a card to its checkout stands inside the
ciphertext, so that nobody between browser and worker can move it to another checkout or another amount.
"""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from joserfc import jwe
from joserfc.jwk import ECKey

from bot.domain.errors import InvalidError
from bot.domain.ids import passes_luhn
from bot.domain.payment.iban import read_iban
from bot.ports.gateway import AccountSecret, CardSecret
from bot.ports.vault import Sealed

REFUSAL = "The card could not be read."
"""The one sentence for every failure: whoever probes learns nothing from it."""

MOST_BYTES = 4096
OLDEST_SECONDS = 10 * 60
NEWEST_SECONDS = 60
"""A browser's clock may run ahead by so much."""
_PARTS = 5
_ALGORITHMS = ["ECDH-ES", "A256GCM"]
_LONG_CODE = 4
"""American Express, whose numbers begin with 34 or 37, prints four digits; everybody else three."""
_NUMBER_LENGTHS = range(12, 20)
"""ISO/IEC 7812-1: up to 19 digits."""
_JTI_LENGTHS = range(16, 65)
_MONTHS = range(1, 13)
_FURTHEST_YEARS = 30
_LONGEST_NAME = 70
"""Characters of a debtor's name at most (EPC130-08, AT-14)."""
_DIGITS_IN_NAME = 6
"""More digits in a name are a number in the wrong field, which would be stored and sent as a name is."""
_LAST_PLACE_ON_EARTH = timedelta(hours=12)
"""At UTC-12 a month ends latest: a card is good until then."""

_Inside = TypeVar("_Inside")


class _Epk(msgspec.Struct, forbid_unknown_fields=True):
    kty: str
    crv: str
    x: str
    y: str


class _Header(msgspec.Struct, forbid_unknown_fields=True):
    alg: str
    enc: str
    kid: str
    epk: _Epk
    typ: str = "JWE"


class _Card(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    pan: str
    exp_month: int
    exp_year: int
    chk: str
    amt: int
    cur: str
    iat: int
    jti: str
    name: str = ""


class _Code(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    cvc: str
    chk: str
    iat: int
    jti: str


class _Account(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    iban: str
    name: str
    chk: str
    iat: int
    jti: str


class _RefusedError(Exception):
    """A check failed; which one stays here."""


class JweCardOpener:
    """Opens sealed cards in a worker.

    `find_key` gives a private key by its `kid` (active and retiring ones alone); `first_use` says whether a `jti` was
    never seen before, and remembers it; `refused` is told the name of the check that failed, for a counter.
    """

    def __init__(
        self,
        find_key: Callable[[str], Mapping[str, Any] | None],
        first_use: Callable[[str], bool],
        refused: Callable[[str], None] = lambda _check: None,
    ) -> None:
        self._find_key = find_key
        self._first_use = first_use
        self._refused = refused

    def open(self, sealed: Sealed, *, checkout: str, minor: int, currency: str, now: int) -> CardSecret:
        """The card in clear after every check; raises `InvalidError` with one and the same sentence on any failure.

        `minor` is in minor units of `currency`; `now` is in seconds since 1970, UTC.
        """
        try:
            card = self._decrypt(sealed.card, _Card)
            code = self._decrypt(sealed.code, _Code)
            _bound(card, code, checkout=checkout, amount=(minor, currency), now=now)
            _check(self._first_use(card.jti), "replayed")
            _plausible(card, code, now)
        except _RefusedError as error:
            self._refused(str(error))
            raise InvalidError(REFUSAL, say_to_traveller="card_unreadable") from None
        return CardSecret(card.pan, card.exp_month, card.exp_year, code.cvc, card.name)

    def open_account(self, sealed: Sealed, *, setup: str, now: int) -> AccountSecret:
        """The bank account in clear after every check; raises `InvalidError` with the same sentence on any failure."""
        try:
            _check(not sealed.code, "code")
            account = self._decrypt(sealed.card, _Account)
            _check(account.v == 1, "version")
            _check(now - OLDEST_SECONDS <= account.iat <= now + NEWEST_SECONDS, "time")
            _check(account.chk == setup, "checkout")
            _check(len(account.jti) in _JTI_LENGTHS, "pair")
            _check(self._first_use(account.jti), "replayed")
            number = _iban(account.iban)
            _check(0 < len(account.name.strip()) <= _LONGEST_NAME and _is_name(account.name), "name")
        except _RefusedError as error:
            self._refused(str(error))
            raise InvalidError(REFUSAL, say_to_traveller="card_unreadable") from None
        return AccountSecret(number, account.name.strip())

    def _decrypt(self, token: str, inside: type[_Inside]) -> _Inside:
        _check(len(token) <= MOST_BYTES, "size")
        _check(token.isascii() and token.count(".") == _PARTS - 1, "parts")
        key = self._find_key(_profile(token).kid)
        if key is None:
            raise _RefusedError("kid")
        try:
            plain = jwe.decrypt_compact(token, ECKey.import_key(dict(key)), algorithms=_ALGORITHMS).plaintext
            return msgspec.json.decode(plain or b"", type=inside)
        except Exception:  # noqa: BLE001  the library raises JoseError, ValueError and binascii's own for bad tokens
            raise _RefusedError("decrypt") from None


def _check(passed: bool, name: str) -> None:  # noqa: FBT001  the truth of the check is what it takes
    if not passed:
        raise _RefusedError(name)


def _is_name(name: str) -> bool:
    """Whether a name holds no card or account number; the page's script asks the same."""
    return sum(map(str.isdecimal, name)) <= _DIGITS_IN_NAME


def _iban(typed: str) -> str:
    """The number without spaces, when its country knows such a length and its check digits fit."""
    try:
        return read_iban(typed).number
    except InvalidError:
        raise _RefusedError("iban") from None


def _profile(token: str) -> _Header:
    """The header, when it has exactly the profile's members: no `zip`, no `crit`, no other key."""
    text = token.partition(".")[0]
    try:
        header = msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=_Header)
    except ValueError:
        raise _RefusedError("header") from None
    _check([header.alg, header.enc] == _ALGORITHMS and header.typ == "JWE", "profile")
    _check((header.epk.kty, header.epk.crv) == ("EC", "P-256"), "profile")
    return header


def _bound(card: _Card, code: _Code, *, checkout: str, amount: tuple[int, str], now: int) -> None:
    _check(card.v == code.v == 1, "version")
    _check(all(now - OLDEST_SECONDS <= at <= now + NEWEST_SECONDS for at in (card.iat, code.iat)), "time")
    _check(card.chk == code.chk == checkout, "checkout")
    _check((card.amt, card.cur) == amount, "amount")
    _check(card.jti == code.jti and len(card.jti) in _JTI_LENGTHS, "pair")


def _plausible(card: _Card, code: _Code, now: int) -> None:
    digits = card.pan
    _check(_is_name(card.name), "name")
    _check(digits.isascii() and digits.isdigit() and len(digits) in _NUMBER_LENGTHS, "number")
    _check(passes_luhn(digits), "number")
    today = datetime.fromtimestamp(now, tz=UTC) - _LAST_PLACE_ON_EARTH
    _check(card.exp_month in _MONTHS, "expiry")
    _check((today.year, today.month) <= (card.exp_year, card.exp_month) < (today.year + _FURTHEST_YEARS, 0), "expiry")
    wanted = _LONG_CODE if digits[:2] in {"34", "37"} else _LONG_CODE - 1
    _check(code.cvc.isascii() and code.cvc.isdigit() and len(code.cvc) == wanted, "code")
