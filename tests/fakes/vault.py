"""The ports around card secrets, in memory: nothing is encrypted, and everything else is as honest as the real ones."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.ids import passes_luhn
from bot.domain.payment.iban import read_iban
from bot.domain.spread_numbers import KEPT_SECONDS, MOST_PARTS, Part
from bot.ports.clock import Clock
from bot.ports.gateway import AccountSecret, CardSecret
from bot.ports.vault import Sealed

REFUSAL = "The card could not be read."


class MemorySealedCards:
    """Keeps sealed cards for 15 minutes of the clock handed in; `away` makes it fail as a lost Redis does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[datetime, Sealed]] = {}
        self._seen: set[str] = set()
        self.away = False

    def put(self, key: str, sealed: Sealed) -> None:
        """Keep ciphertext for a worker."""
        self._answer()
        self._kept[key] = (self._clock.now() + timedelta(minutes=15), sealed)

    def take(self, key: str) -> Sealed | None:
        """Read once and forget."""
        self._answer()
        until, sealed = self._kept.pop(key, (None, None))
        return sealed if until and until > self._clock.now() else None

    def first_use(self, jti: str) -> bool:
        """Whether this id was never seen before."""
        self._answer()
        fresh = jti not in self._seen
        self._seen.add(jti)
        return fresh

    def lose_everything(self) -> None:
        """What a restart of the volatile Redis does."""
        self._kept.clear()
        self._seen.clear()

    def _answer(self) -> None:
        if self.away:
            raise UnavailableError("The store of sealed cards is away.")


class MemoryCaptureKeys:
    """One public key that nobody has the private half of."""

    def jwks(self) -> dict[str, object]:
        """A set with one key, the base point of P-256 (private value 1: of no use to anybody)."""
        return {
            "keys": [
                {
                    "kty": "EC",
                    "crv": "P-256",
                    "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
                    "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
                    "kid": "memory",
                    "use": "enc",
                    "alg": "ECDH-ES",
                }
            ]
        }


def seal_in_clear(card: Mapping[str, object], code: Mapping[str, object]) -> Sealed:
    """What `MemoryCardOpener` opens: plaintext as JSON, so that a test needs no key."""
    return Sealed(json.dumps(card), json.dumps(code))


class MemoryCardOpener:
    """Opens what `seal_in_clear` made, after the same checks as the real one."""

    def __init__(self, first_use: Callable[[str], bool] | None = None) -> None:
        self._seen: set[str] = set()
        self._first_use = first_use or self._remember

    def open(self, sealed: Sealed, *, checkout: str, minor: int, currency: str, now: int) -> CardSecret:
        """The card, or the one sentence for every failure."""
        try:
            card, code = json.loads(sealed.card), json.loads(sealed.code)
            good = self._good(card, code, {"chk": checkout, "amt": minor, "cur": currency}, now)
        except (ValueError, KeyError, TypeError):
            good = False
        if not good:
            raise InvalidError(REFUSAL, say_to_traveller="card_unreadable")
        return CardSecret(card["pan"], card["exp_month"], card["exp_year"], code["cvc"], card.get("name", ""))

    def open_account(self, sealed: Sealed, *, setup: str, now: int) -> AccountSecret:
        """The bank account, or the same sentence."""
        try:
            account = json.loads(sealed.card)
            good = not sealed.code and account["chk"] == setup and now - 600 <= int(account["iat"]) <= now + 60
            number = read_iban(account["iban"]).number
            name = account["name"].strip()
            good = good and 0 < len(name) <= 70 and _is_name(name) and self._first_use(account["jti"])
        except (ValueError, KeyError, TypeError, InvalidError):
            good = False
        if not good:
            raise InvalidError(REFUSAL, say_to_traveller="card_unreadable")
        return AccountSecret(number, account["name"].strip())

    def _good(self, card: dict[str, object], code: dict[str, object], wanted: dict[str, object], now: int) -> bool:
        pan, cvc = str(card["pan"]), str(code["cvc"])
        here = datetime.fromtimestamp(now, tz=UTC) - timedelta(hours=12)
        return (
            all(now - 600 <= int(str(part["iat"])) <= now + 60 for part in (card, code))
            and all(card[name] == value for name, value in wanted.items())
            and (code["chk"], code["jti"]) == (card["chk"], card["jti"])
            and self._first_use(str(card["jti"]))
            and _is_name(str(card.get("name", "")))
            and 12 <= len(pan) <= 19
            and passes_luhn(pan)
            and (here.year, here.month) <= (int(str(card["exp_year"])), int(str(card["exp_month"])))
            and 1 <= int(str(card["exp_month"])) <= 12
            and cvc.isdigit()
            and len(cvc) == (4 if pan[:2] in {"34", "37"} else 3)
        )

    def _remember(self, jti: str) -> bool:
        fresh = jti not in self._seen
        self._seen.add(jti)
        return fresh


def _is_name(name: str) -> bool:
    return sum(map(str.isdecimal, name)) <= 6


class MemoryDigitWindows:
    """Keeps digits for two minutes of the clock handed in; `away` makes it fail as a lost Redis does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, list[tuple[datetime, Part]]] = {}
        self.away = False

    def add(self, thread: str, part: Part) -> tuple[Part, ...]:
        """Remember a part."""
        self._answer()
        now = self._clock.now()
        kept = [(until, known) for until, known in self._kept.get(thread, ()) if until > now]
        if part not in [known for _, known in kept]:
            kept.append((now + timedelta(seconds=KEPT_SECONDS), part))
        self._kept[thread] = kept[-MOST_PARTS:]
        return tuple(known for _, known in self._kept[thread])

    def forget(self, thread: str) -> None:
        """Forget a thread."""
        self._answer()
        self._kept.pop(thread, None)

    def _answer(self) -> None:
        if self.away:
            raise UnavailableError("The store of digits is away.")
