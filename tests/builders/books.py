"""A worker's house with an honest gateway, its reports and a supplier, in which bookings are made and paid."""

from typing import Any, cast

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.money import Money
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.ports.gateway import CardSecret, Charge
from bot.services import checkouts
from bot.services.checkouts import due_steps, run_step, submit
from bot.services.pay_tokens import pay_token
from tests.builders.flights import AIRPORTS, DAY, passengers, timetable
from tests.builders.house import House, house
from tests.fakes.clock import StandingClock
from tests.fakes.gateway import FakeGateway
from tests.fakes.gateway_reports import FakeReports
from tests.fakes.supplier import FakeSupplier
from tests.fakes.vault import MemoryCardOpener, MemorySealedCards, seal_in_clear

VISA = "4242424242424242"
BROWSER = "ada's telephone"


class Books(msgspec.Struct, frozen=True):
    """A worker's house, and what stands behind it."""

    home: House
    gateway: FakeGateway
    reports: FakeReports
    supplier: FakeSupplier

    @property
    def runtime(self) -> Any:
        """The worker's Runtime."""
        return self.home.runtime

    def checkout(self, checkout: str) -> Checkout:
        """A checkout as it is stored."""
        with self.runtime.records.begin() as work:
            found: Checkout | None = work.money.checkout(checkout)
        assert found is not None
        return found

    def put(self, checkout: Checkout) -> None:
        """Store a checkout as it never was, behind everybody's back."""
        self.home.records.money.checkouts[checkout.id] = checkout

    def offer(self, adults: int = 1) -> Offer:
        """The cheapest trip from Paris to New York."""
        wish = Search("PAR", "NYC", DAY, None, Party(adults), "economy")
        return self.supplier.search(wish, now=self.home.clock.now())[0]

    def begin(self, name: str, *, offer: Offer | None = None) -> Checkout:
        """A checkout of a thread of that name, as far as it goes without a card."""
        chosen = offer or self.offer()
        wish = BeginCheckout(chosen, passengers(chosen.party), "ada@example.org", "en")
        thread = f"messenger:page:{name}"
        checkouts.begin(self.runtime, f"mid.{name}#0", thread, wish)
        with self.runtime.records.begin() as work:
            begun = work.money.checkout_of(thread, f"mid.{name}#0")
        return self.checkout(begun)

    def pay(self, checkout: Checkout, number: str = VISA) -> Checkout:
        """The checkout after a card was typed on its pay page and its steps were run."""
        now = int(self.home.clock.now().timestamp())
        bound: dict[str, object] = {"chk": checkout.id, "iat": now, "jti": f"jti-of-one-page-{checkout.id}"}
        total = checkout.order.offer.total
        card = {"pan": number, "exp_month": 12, "exp_year": 2029, "name": "Ada", **bound}
        sealed = seal_in_clear({**card, "amt": total.minor, "cur": total.currency}, {"cvc": "123", **bound})
        submit(self.runtime, pay_token(self.runtime, checkout.id), BROWSER, sealed, consent="")
        self.run()
        return self.checkout(checkout.id)

    def book(self, name: str, number: str = VISA) -> Checkout:
        """A booking that was paid."""
        return self.pay(self.begin(name), number)

    def run(self) -> None:
        """Run the steps that are due."""
        for step in due_steps(self.runtime):
            run_step(self.runtime, step)

    def settle(self) -> None:
        """Let the gateway do what it had put off."""
        self.home.clock.move(seconds=3)
        self.gateway.settle()

    def hold(self, payment: str, minor: int = 42000, currency: str = "EUR", *, number: str = VISA) -> str:
        """Hold money of a card at the gateway behind our back, under a payment id; gives the gateway's reference."""
        count = len(self.gateway.calls)
        token = self.gateway.tokenize(CardSecret(number, 12, 2090, "123"), key=f"besides:{count}:tok").instrument
        assert token is not None
        money = Money(minor, currency)
        held = self.gateway.authorize(
            Charge(token.token), money, key=f"besides:{count}", payment=payment, metadata={}, return_url="http://x/"
        )
        return held.reference

    def charge(self, payment: str, minor: int = 42000, currency: str = "EUR", *, number: str = VISA) -> str:
        """Charge a card behind our back, as `hold` holds its money."""
        reference = self.hold(payment, minor, currency, number=number)
        self.gateway.capture(reference, Money(minor, currency), key=f"{reference}:cap")
        return reference


def books(*, page: int = 100, **parts: Any) -> Books:
    """A worker's house whose gateway, supplier and clock are one world."""
    clock = StandingClock()
    gateway = FakeGateway(clock)
    flights = timetable()
    supplier = FakeSupplier(lambda day: [one for one in flights if one.day == day], AIRPORTS)
    sealed = MemorySealedCards(clock)
    reports = FakeReports(gateway, page=page)
    usual: dict[str, Any] = {
        "clock": clock,
        "gateway": cast("Any", gateway),
        "reports": reports,
        "supplier": supplier,
        "sealed_cards": sealed,
        "card_opener": MemoryCardOpener(sealed.first_use),
    }
    return Books(msgspec.structs.replace(house(**{**usual, **parts}), clock=clock), gateway, reports, supplier)
