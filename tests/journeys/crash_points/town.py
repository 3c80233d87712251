"""A traveller, a bank, a supplier and our workers on one clock: one checkout is played through, whatever dies."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.effects import BeginCheckout, CancelCheckout, PayWithSaved, RemoveMethod
from bot.domain.conversation.events import CheckoutEnded, Event, PriceChanged, SoldOut, TicketIssued
from bot.domain.errors import ConflictError, IllegalError, InvalidError
from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import consent_words, digest
from bot.domain.payment.fraud import RuleSet
from bot.domain.secret import Identity, Secret
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.ports.gateway import CardSecret
from bot.ports.runtime import Runtime
from bot.sandbox.cards import Fault, Operation
from bot.services import checkouts, reviews, saved_methods
from bot.services.checkouts import LinkView
from bot.services.pay_tokens import pay_token
from tests.builders.accounts import CREDITOR, save_account
from tests.builders.cards import INSTRUMENT, METHOD, TRAVELLER, save_card
from tests.builders.flights import AIRPORTS, DAY, passengers, timetable
from tests.fakes.gateway import FakeGateway
from tests.fakes.memory_vault import MemoryVault
from tests.fakes.records import MemoryRecords
from tests.fakes.records_pins import QuickPins
from tests.fakes.supplier import FakeSupplier
from tests.fakes.vault import MemoryCardOpener, MemorySealedCards, seal_in_clear
from tests.journeys.crash_points.fuse import Fuse, Fused, FusedRecords, KilledError

THREAD = "messenger:page:ada"
EFFECT = "mid.1#0"
BROWSER = "ada's telephone"
BRAND = "Threadfare Air"
LONGEST = timedelta(days=12)
LONGEST_DEBIT = timedelta(days=40)
WORLD = SimpleNamespace(
    brand=SimpleNamespace(name=BRAND, creditor=CREDITOR),
    places=SimpleNamespace(zone=lambda airport: AIRPORTS[airport].zone),
)
MOST_ROUNDS = 600
"""A town that has not come to rest by then never will."""
_CARDS = ("tokenize", "redeem", "open_page", "read_page")
_GATEWAY = (*_CARDS, "authorize", "charge", "capture", "void", "refund", "find", "detach")
_VAULT = ("store", "reveal", "destroy")
_SUPPLIER = ("hold", "extend", "ticket", "find", "cancel")


class StandingClock:
    """A clock that stands still unless moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self.moment


class CountedIds:
    """Ids in the order of asking."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self, prefix: str) -> str:
        """The next id."""
        return f"{prefix}_{next(self._numbers)}"

    def random(self, size: int) -> bytes:
        """The next bytes."""
        return next(self._numbers).to_bytes(size)


class Owing:
    """The part of the talk's records that a checkout needs, with the same promises."""

    def __init__(self) -> None:
        self.claims: dict[str, str] = {}
        self.debts: dict[str, Any] = {}

    def claim_effect(self, effect: str, request_hash: str) -> bool:
        """Whether the effect is new."""
        fresh = effect not in self.claims
        if self.claims.setdefault(effect, request_hash) != request_hash:
            raise IllegalError("An effect was asked for again with another request.")
        return fresh

    def owe(self, owed: Any) -> None:
        """Promise an event to a thread."""
        self.debts.setdefault(owed.id, owed)


class Counts:
    """Counters in memory."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Raise a counter."""
        self.counted[" ".join((name, *labels.values()))] += int(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        """Set a gauge."""
        self.counted[" ".join((name, *labels.values()))] = int(value)


class Bells:
    """Doorbells that nobody hears: the sweep finds all work."""

    def ring(self, name: str) -> None:
        """Ring into the void."""


class Plan(msgspec.Struct, frozen=True):
    """What happens in a run.

    `cards` are tried in order, one after each decline; `challenge` answers the bank's question (None: never);
    `cancel_after` lets the traveller give up once the checkout, or its payment, has come into that state;
    `before_hold` and `before_ticket` meddle with the town; `lost` orders (method, after) faults of the supplier;
    `arrive_after` is when requests that were lost on the way arrive at the gateway, in seconds; `webhooks` is how often
    each is delivered, `backwards` the newest first; `puts_aside` is how many challenges she leaves for another card,
    `approves_too` in the moment in which she confirms; `faults` are those of the gateway's next calls. `saves` ticks
    the box that keeps her card; `saved` is the number of a card that she had saved before and taps, `removes` lets her
    remove it before the bank was asked, and `unknown` is for a gateway that does not know it any more; `account` is the
    name of a bank account that she taps instead, ten days earlier. `capture` is how cards reach us, and `closes` how
    many pages of the gateway she leaves without a card. `rules` watch for fraud, and `verdict` is what a person says of
    what they hold, None when nobody looks.
    """

    cards: tuple[str, ...] = ("4242424242424242",)
    challenge: bool | None = None
    cancel_after: str = ""
    lost: tuple[tuple[str, bool], ...] = ()
    price_moves: bool = False
    hold_dies: bool = False
    arrive_after: int = 30
    webhooks: int = 0
    backwards: bool = False
    puts_aside: int = 0
    approves_too: bool = False
    faults: tuple[tuple[Operation, Fault], ...] = ()
    loses_ciphertext: bool = False
    saves: bool = False
    saved: str = ""
    removes: bool = False
    account: str = ""
    unknown: bool = False
    capture: CaptureMode = "vault"
    closes: int = 0
    rules: RuleSet = RuleSet()
    verdict: bool | None = None
    ends: tuple[str, ...] = ("paid",)


class Town:
    """Everything around one checkout; the fuse may kill our side of it at any point, and then `on_death` is called."""

    def __init__(self, plan: Plan, fuse: Fuse, *, sweeps: bool = True) -> None:
        self.plan, self.fuse, self.sweeps = plan, fuse, sweeps
        self.clock, self.ids, self.counts = StandingClock(), CountedIds(), Counts()
        self.talk = Owing()
        self.records = MemoryRecords(talk=self.talk)
        self.gateway = FakeGateway(self.clock)
        flights = timetable()
        self.supplier = FakeSupplier(lambda day: [one for one in flights if one.day == day], AIRPORTS)
        self.sealed = MemorySealedCards(self.clock)
        self.vault = MemoryVault(self.clock)
        self.vault.rotate()
        self.wrong: list[str] = []
        self._jtis, self._began, self._cancelled, self._webhooks, self._lost = count(1), False, False, 0, False
        self._arrived, self._died = 0.0, False
        self._tapped, self._kept = not (plan.saved or plan.account), not plan.removes
        self.clock.moment -= timedelta(days=10) if plan.account else timedelta(0)
        self.on_death: Callable[[Town], None] = lambda _: None
        self.offer = self._offer()
        self._meddle()
        if plan.saved:
            save_card(self.records, self.gateway, plan.saved, thread=THREAD)
        if plan.account:
            save_account(self.records, self.gateway, plan.account, thread=THREAD)
        if plan.unknown:
            self._lose_token()
        self.runtime = self._runtime(worker=True)
        self.web = self._runtime(worker=False)

    def play(self) -> "Town":
        """Go on until nothing is left to do; after a death, start again."""
        end = self.clock.moment + (LONGEST_DEBIT if self.plan.account else LONGEST)
        for _ in range(MOST_ROUNDS):
            acts = (self.begin, self.sweep, self._decide, self._travel, self._travel, self._deliver, self._arrive)
            busy = [self.alive(act) for act in acts]
            if self.clock.moment >= end or (not any(busy) and not self._wait()):
                break
        self._arrive_at_last()
        self.supplier.find("nothing", now=self.clock.moment)
        return self

    @property
    def checkout(self) -> Checkout | None:
        """The one checkout, as it is stored."""
        money = self.records.money
        return money.checkouts.get(money.checkout_of(THREAD, EFFECT))

    @property
    def kept(self) -> int:
        """What is rightly ours in the end, in minor units: the price of tickets, or nothing."""
        return self.offer.total.minor if any(hold.state == "ticketed" for hold in self.supplier.holds.values()) else 0

    @property
    def owed(self) -> int:
        """What of it a traveller is rightly owed, because the gateway could not give it back."""
        return 0

    @property
    def told(self) -> tuple[Event, ...]:
        """What the thread was told."""
        return tuple(debt.event for debt in self.talk.debts.values())

    @property
    def endings(self) -> tuple[Event, ...]:
        """What the thread was told as the last word."""
        return tuple(e for e in self.told if isinstance(e, TicketIssued | CheckoutEnded | SoldOut | PriceChanged))

    def alive(self, act: Callable[[], bool]) -> bool:
        """Do something; gives whether anything was done, or the process died of it."""
        try:
            return act()
        except KilledError:
            self.on_death(self)
            return True

    def begin(self) -> bool:
        """The traveller says yes to an offer."""
        if self._began:
            return False
        people = passengers(self.offer.party)
        wish = BeginCheckout(self.offer, people, "ada@example.org", "en")
        checkouts.begin(self.runtime, EFFECT, THREAD, wish)
        self._began = True
        return True

    def sweep(self) -> bool:
        """Workers do what is due."""
        if not self.sweeps and self.fuse.points & set(range(1, len(self.fuse.passed) + 1)):
            return False
        due = self.records.money.due_steps(self.clock.now(), most=10)
        for step in due:
            checkouts.run_step(self.runtime, step)
        return bool(due)

    def _decide(self) -> bool:
        """A person looks at what is held, if one does: twice, because two of them do."""
        waiting = reviews.waiting(self.web.records) if self.plan.verdict is not None else ()
        for review, _ in waiting:
            for who in ("Ida", "Ben"):
                with suppress(ConflictError):
                    reviews.decide(self.web, review.attempt, allowed=bool(self.plan.verdict), by=who)
        return bool(waiting)

    def _travel(self) -> bool:
        checkout = self.checkout
        if checkout is None:
            return False
        if self.plan.cancel_after in {checkout.state, f"payment {checkout.payments[0].state}"} and not self._cancelled:
            checkouts.cancel(self.runtime, "mid.2#0", THREAD, CancelCheckout(EFFECT))
            self._cancelled = True
            return True
        if not self._kept and any(attempt.usage == "saved" for attempt in checkout.payments[0].attempts):
            return self._remove()
        return checkout.state in {"collecting", "visiting", "challenging"} and self._visit(checkout)

    def _visit(self, checkout: Checkout) -> bool:
        if not self._tapped and checkout.state == "collecting":
            return self._tap()
        view = self.page(checkout)
        if view.state == "page":
            return self._type(view, checkout)
        if view.may_switch and checkout.declines < self.plan.puts_aside:
            return self._put_aside(view)
        if view.state == "challenge" and self.plan.challenge is not None:
            self.gateway.answer_challenge(view.action_url, passed=self.plan.challenge)
            return self._look()
        if view.state in {"open", "declined"} and checkout.declines < len(self.plan.cards):
            return self.pay(view, self.plan.cards[checkout.declines])
        return False

    def _type(self, view: LinkView, checkout: Checkout) -> bool:
        """Type the next card on the gateway's page; what came of it is not known here."""
        number = self.plan.cards[min(checkout.declines, len(self.plan.cards) - 1)]
        leaves = checkout.pages <= self.plan.closes
        self.gateway.type_on_page(view.action_url, None if leaves else CardSecret(number, 12, 2029, "123", "Ada"))
        return self._look()

    def _put_aside(self, view: LinkView) -> bool:
        """Ask for another card, perhaps just after the bank was told yes in another tab."""
        if self.plan.approves_too:
            self.gateway.answer_challenge(view.action_url, passed=True)
        checkouts.another_card(self.web, pay_token(self.web, view.checkout), BROWSER)
        return True

    def _tap(self) -> bool:
        """A double tap: two effects, the first of them performed twice; and perhaps a removal at once."""
        for effect in ("mid.3#0", "mid.3#0", "mid.4#0"):
            saved_methods.pay(self.web, effect, THREAD, PayWithSaved(EFFECT, METHOD))
        self._tapped = True
        return True

    def _remove(self) -> bool:
        for _ in range(2):
            saved_methods.remove(self.web, "mid.5#0", THREAD, RemoveMethod(METHOD))
        self._kept = True
        return True

    def _look(self) -> bool:
        if self.plan.webhooks:
            return False
        self.clock.moment += timedelta(seconds=15)
        return True

    def page(self, checkout: Checkout) -> LinkView:
        """What the traveller's browser sees."""
        unfused = msgspec.structs.replace(self.web, records=cast("Any", self.records))
        view = checkouts.link_state(unfused, pay_token(self.web, checkout.id), BROWSER)
        assert view is not None
        return view

    def pay(self, view: LinkView, number: str) -> bool:
        """The traveller sends a card, by two clicks; gives whether one was taken."""
        bound: dict[str, object] = {"chk": view.checkout, "iat": int(self.clock.now().timestamp())}
        bound["jti"] = f"jti-of-one-page-{next(self._jtis):04d}"
        due = {"amt": view.total.minor, "cur": view.total.currency}
        card = {"pan": number, "exp_month": 12, "exp_year": 2029, "name": "Ada", **due, **bound}
        sealed: Any = seal_in_clear(card, {"cvc": "1234" if number.startswith("3") else "123", **bound})
        if self.plan.capture == "page":
            sealed = None
        elif self.plan.capture == "fields":
            sealed = self.gateway.type_in_fields(CardSecret(number, 12, 2029, "123", "Ada"))
        try:
            for _ in range(2):
                token = pay_token(self.web, view.checkout)
                checkouts.submit(self.web, token, BROWSER, sealed, consent=self._yes if self.plan.saves else "")
        except (InvalidError, ConflictError):
            return False
        if self.plan.loses_ciphertext and not self._lost:
            self._lost = True
            self.sealed.lose_everything()
        return True

    @property
    def _yes(self) -> str:
        return digest(consent_words("en", BRAND, self.plan.capture))

    def _deliver(self) -> bool:
        """Hand over webhooks that the gateway owes, each as often as the plan says."""
        if self.plan.account:
            self.gateway.records()
        owed = self.gateway.webhooks[self._webhooks :] if self.plan.webhooks else []
        if self.plan.backwards:
            owed = owed[::-1] if len(owed) > 1 else []
        for headers, body in owed:
            event = self.gateway.webhook(headers, body, now=self.clock.now())
            assert event is not None
            for _ in range(self.plan.webhooks):
                checkouts.gateway_event(self.runtime, event)
            self._webhooks += 1
        return bool(owed)

    def _arrive(self) -> bool:
        if self.checkout is not None and self.clock.moment >= self.checkout.began_at + timedelta(
            seconds=self.plan.arrive_after
        ):
            (self.gateway.arrive if self.plan.account else self.gateway.settle)()
        return False

    def _arrive_at_last(self) -> None:
        """What was lost on its way arrives in the end, whether anybody still waits for it or not."""
        if self.checkout is not None:
            arrives = self.checkout.began_at + timedelta(seconds=self.plan.arrive_after)
            self.clock.moment = max(self.clock.moment, arrives)
            self._arrive()

    def _wait(self) -> bool:
        """Move the clock to the next thing to do; False when there is none."""
        checkout = self.checkout
        following = self.records.money.next_step_at()
        if self.plan.account and self.plan.webhooks:
            self.gateway.records()
            following = min(filter(None, (following, self.gateway.next_at)), default=None)
        if checkout is None or following is None or not self.sweeps:
            return False
        self.clock.moment = max(following, self.clock.moment + timedelta(seconds=1))
        return True

    def _watch(self, name: str) -> None:
        """No money is taken before there are tickets, and no ticket is issued before money is held."""
        states = {hold.state for hold in self.supplier.holds.values()}
        if name == "ticket" and self.plan.hold_dies:
            for hold in [one for one in self.supplier.holds.values() if one.state == "held"]:
                self.supplier.cancel(hold.held.locator, now=self.clock.now())
        if name in {"authorize", "charge"} and self._charges_a_removed_card():
            self.wrong.append("a card was charged after it was removed")
        if name in {"authorize", "charge"} and self._is_held():
            self.wrong.append("a bank was asked before a person had looked")
        if name == "charge" and self._asks_first():
            until = max(hold.held.until for hold in self.supplier.holds.values())
            if until - self.clock.now() < timedelta(days=5):
                self.wrong.append("a bank was asked while seats were held for minutes")
        if name == "capture" and "ticketed" not in states:
            self.wrong.append("captured before tickets were issued")
        held = {view["state"] for view in self.gateway.records().payments}
        if name == "ticket" and not held & {"authorized", "captured", "expired"}:
            self.wrong.append("tickets asked for before money was held")

    def _asks_first(self) -> bool:
        """Whether the present attempt is asked for the first time."""
        attempt = self.checkout.payments[0].open_attempt if self.checkout else None
        return attempt is not None and attempt.sends == 1

    def _is_held(self) -> bool:
        attempt = self.checkout.payments[0].open_attempt if self.checkout else None
        review = self.records.fraud.held.get(attempt.key) if attempt is not None else None
        return review is not None and review.verdict != "allowed"

    def _charges_a_removed_card(self) -> bool:
        attempt = self.checkout.payments[0].open_attempt if self.checkout else None
        if attempt is None or attempt.usage != "saved" or attempt.sends != 1:
            return False
        method = self.records.wallet.method_of(attempt.instrument)
        return method is None or method.state != "active"

    def _offer(self) -> Offer:
        wish = Search("PAR", "NYC", DAY, None, Party(2), "economy")
        return self.supplier.search(wish, now=self.clock.now())[0]

    def _lose_token(self) -> None:
        """The gateway forgets the card that was saved; its number lies in the vault."""
        card = self.records.money.instruments[INSTRUMENT]
        name = self.vault.store(Identity("instruments", card.id, TRAVELLER, "card"), Secret(self.plan.saved.encode()))
        self.records.money.instruments[INSTRUMENT] = msgspec.structs.replace(card, vault=name)
        self.gateway.forget(card.token)

    def _meddle(self) -> None:
        if self.plan.price_moves:
            first = self.offer.slices[0]
            self.supplier.adjustments[f"{first.origin}-{first.destination}"] = 10
        for method, after in self.plan.lost:
            self.supplier.fail(method, after=after)
        for operation, fault in self.plan.faults:
            self.gateway.fail(operation, fault)

    def _runtime(self, *, worker: bool) -> Runtime:
        fused = FusedRecords(self.records, self.fuse)
        opener = MemoryCardOpener(self.sealed.first_use)
        return Runtime(
            clock=self.clock,
            ids=self.ids,
            records=cast("Any", fused),
            jobs=Bells(),
            supplier=cast("Any", Fused(self.supplier, self.fuse, _SUPPLIER, self._watch)),
            sealed_cards=cast("Any", Fused(self.sealed, self.fuse, ("put", "take"), lambda _: None)),
            meter=self.counts,
            capture=self.plan.capture,
            public_url="https://pay.example",
            secret=b"a secret of thirty-two bytes, no less",
            fraud_rules=self.plan.rules,
            pins=QuickPins(),
            gateway=cast("Any", Fused(self.gateway, self.fuse, _GATEWAY, self._watch)) if worker else None,
            card_opener=opener if worker else None,
            vault=cast("Any", Fused(self.vault, self.fuse, _VAULT, lambda _: None)) if worker else None,
            world=cast("Any", lambda: WORLD),
            **dict.fromkeys(("channels", "conversations", "journal", "live", "capture_keys"), cast("Any", None)),
        )
