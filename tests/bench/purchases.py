"""Many purchases at once: checkouts begun as the bot begins them, cards sent as the pay page sends them.

Everything goes through our services on the running deployment's stores; workers, sandbox and supplier are its own.
The sandbox's records judge: a purchase counts when one capture of its price stands there, and tickets with us.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import count, cycle, islice

import msgspec
import requests
from sqlalchemy import text

from bot.bootstrap import build
from bot.config import load_settings
from bot.domain.booking.passengers import Party
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.errors import ThreadfareError
from bot.domain.payment.consent import consent_words, digest
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.ports.runtime import Runtime
from bot.services import checkouts
from bot.services.pay_tokens import pay_token
from tests.builders.flights import passengers
from tests.builders.sealing import seal
from tests.journeys.town import Town

NUMBER, CODE = "4242424242424242", "737"
_THREADS = 4
_WAIT = 600.0
_NUMBERS = count(1)
"""Names purchases apart, of all shops of a town."""
_ROUTES = (("PAR", "NYC"), ("PAR", "ROM"), ("PAR", "LON"), ("PAR", "MAD"), ("PAR", "BER"))


class RefusedError(ThreadfareError):
    """A purchase did not come to its end, or not to a good one."""


class Bought(msgspec.Struct, frozen=True):
    """Purchases that ended well: how many, seconds of the holds, seconds from the first card to the last ticket."""

    purchases: int
    hold_seconds: float
    pay_seconds: float

    @property
    def per_second(self) -> float:
        """Payments a second."""
        return self.purchases / self.pay_seconds


class Shop:
    """Buys on a town that runs."""

    def __init__(self, town: Town) -> None:
        self.town = town
        keys = str(town.folder / "data" / "capture-public-keys.json")
        environ = {**town.environment(), "CAPTURE_PUBLIC_KEYS": keys}
        self._runtime: Runtime = build(load_settings(environ, "web"), "web")
        self._consent = digest(consent_words("en", self._runtime.world().brand.name))

    def buy(self, purchases: int, *, saving: bool = False, numbers: Sequence[str] = ()) -> Bought:
        """Hold so many trips, then send all cards; raises `RefusedError` unless every one is paid once and ticketed.

        Each pays with one of `numbers`, if there are any, and all with the same otherwise.
        """
        effects = [f"mid.bench{next(_NUMBERS)}#0" for _ in range(purchases)]
        begun = time.monotonic()
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(self._begin, effects, islice(cycle(self._offers()), purchases)))
            ids = self._wait(effects, "collecting")
            held = time.monotonic()
            with_cards = zip(ids, cycle(numbers or (NUMBER,)), strict=False)
            list(threads.map(lambda paying: self._pay(*paying, saving=saving), with_cards))
        self._wait(effects, "paid")
        paid = time.monotonic()
        self._require(ids)
        return Bought(purchases, held - begun, paid - held)

    def _begin(self, effect: str, offer: Offer) -> None:
        wish = BeginCheckout(offer, passengers(offer.party), "ada@example.org", "en")
        checkouts.begin(self._runtime, effect, _thread(effect), wish)

    def _pay(self, checkout: str, number: str, *, saving: bool) -> None:
        token, browser = pay_token(self._runtime, checkout), f"browser of {checkout}"
        view = checkouts.link_state(self._runtime, token, browser)
        if view is None:
            raise RefusedError(f"The pay link of {checkout} is not good.")
        bound = {"chk": checkout, "iat": int(self.town.now()), "jti": f"jti-of-a-bench-{checkout}"}
        card = {"v": 1, "pan": number, "exp_month": 12, "exp_year": 2031, "name": "Ada Lovelace", **bound}
        card |= {"amt": view.total.minor, "cur": view.total.currency}
        sealed = seal(self._key(), card, {"v": 1, "cvc": CODE, **bound})
        checkouts.submit(self._runtime, token, browser, sealed, consent=self._consent if saving else "")

    def _key(self) -> dict[str, object]:
        keys: list[dict[str, object]] = requests.get(f"{self.town.url}/pay/keys", timeout=10).json()["keys"]
        return keys[0]

    def _offers(self) -> tuple[Offer, ...]:
        now: datetime = self._runtime.clock.now()
        return tuple(self._search(now))

    def _search(self, now: datetime) -> Iterator[Offer]:
        for days in range(20, 50):
            for origin, destination in _ROUTES:
                day: date = (now + timedelta(days=days)).date()
                wish = Search(origin, destination, day, None, Party(1), "economy")
                yield from self._runtime.supplier.search(wish, now=now)

    def _wait(self, effects: Sequence[str], state: str) -> list[str]:
        """The ids of the checkouts of the effects, once all are in a state."""
        asked = text("SELECT id, state FROM checkouts WHERE effect = ANY(:effects)")
        deadline = time.monotonic() + _WAIT
        while True:
            with self.town.engine.connect() as connection:
                rows = connection.execute(asked, {"effects": list(effects)}).all()
            if len(rows) == len(effects) and all(row.state == state for row in rows):
                return [row.id for row in rows]
            bad = [row for row in rows if row.state == "ended"]
            if bad or time.monotonic() > deadline:
                raise RefusedError(f"{len(bad)} purchases ended without tickets, of {len(rows)}; wanted: {state}.")
            time.sleep(0.05)

    def _require(self, ids: Sequence[str]) -> None:
        """Judge by the sandbox's own records."""
        paid = text("SELECT id, amount_minor FROM payments WHERE checkout = ANY(:ids)")
        with self.town.engine.connect() as connection:
            wanted = {row.id: row.amount_minor for row in connection.execute(paid, {"ids": list(ids)})}
        found: dict[str, int] = {}
        for effect in self.town.sandbox.records().effects:
            if effect["kind"] == "captured" and effect["payment"] in wanted:
                if effect["payment"] in found:
                    raise RefusedError("A payment was captured twice.")
                found[effect["payment"]] = effect["amount"]
        if found != wanted:
            raise RefusedError("What the sandbox took is not what was to be paid.")


def _thread(effect: str) -> str:
    return f"messenger:bench:{effect.partition('.')[2].partition('#')[0]}"
