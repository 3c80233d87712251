"""Payments: how long from the tap on a saved card to the receipt in the thread, and how many purchases a second.

Theory. The deployment is `threadfare demo` with a Graph API that answers at once. A traveller saved a card with her
first booking and taps it at the end of her second; the time runs from the webhook of that tap to the receipt's arrival
at the Graph API. The gateway's own share of it is one authorization and one capture, asked of the same sandbox in the
same run: what is above that is ours. Then many purchases are paid at once. The sandbox's records judge all of it.
"""

import time
from collections.abc import Callable
from statistics import median

import msgspec

from bot.domain.money import Money
from bot.ports.gateway import CardSecret, Charge, Gateway
from tests.bench.cpu import require_proc
from tests.bench.figures import Judged, at_most, percentile
from tests.bench.lending import Starts
from tests.bench.purchases import CODE, NUMBER, Bought, RefusedError, Shop
from tests.journeys import messenger_talk, talk_file
from tests.journeys.real_stage import RealStage
from tests.journeys.runner import act
from tests.journeys.town import Town

MOST_ABOVE = 400.0
_TALK = "books_again"
_PRICE = Money(30000, "EUR")
_RECEIPT_WITHIN = 30.0


class Plan(msgspec.Struct, frozen=True):
    """How many travellers tap, how often the gateway is asked by itself, how many purchases are paid at once."""

    taps: int
    asked: int
    purchases: int


LONG = Plan(taps=24, asked=60, purchases=400)
SHORT = Plan(taps=1, asked=3, purchases=5)


class Figures(msgspec.Struct, frozen=True):
    """What `threadfare bench payments` tells; times in milliseconds."""

    taps: int
    p50_ms: float
    p95_ms: float
    gateway_p50_ms: float
    bought: Bought
    judged: list[Judged]

    @property
    def above_ms(self) -> float:
        """The median above the gateway's own."""
        return self.p50_ms - self.gateway_p50_ms


def measure(plan: Plan, *, say: Callable[[str], None], towns: Starts[Town]) -> Figures:
    """Measure on a deployment of its own; raises `RefusedError`."""
    require_proc()
    say("Starting a deployment…")
    with towns() as town:
        say(f"{plan.taps} travellers book, save a card, book again and tap it…")
        taps = [_tap(RealStage(town)) for _ in range(plan.taps)]
        asked = [_ask(town.sandbox.gateway(), number) for number in range(plan.asked)]
        say(f"{plan.purchases} purchases at once…")
        bought = Shop(town).buy(plan.purchases)
    p50, own = median(taps), median(asked)
    judged = [at_most("ms from tap to receipt above the gateway's own, p50", p50 - own, MOST_ABOVE)]
    return Figures(plan.taps, p50, percentile(taps, 0.95), own, bought, judged)


def _tap(stage: RealStage) -> float:
    """Milliseconds from the tap of a saved card to the receipt."""
    *before, last = talk_file.read(_TALK).steps
    for step in before:
        act(step, stage)
        certain = [one for one in step.expected if not one.perhaps]
        stage.heard(len(certain), len(step.expected), cards=sum(len(one.cards) for one in certain))
    known, begun = _receipts(stage), time.monotonic()
    stage.tap(last.words)
    while _receipts(stage) == known:
        if time.monotonic() - begun > _RECEIPT_WITHIN:
            raise RefusedError("A traveller who tapped her card got no receipt.")
        time.sleep(0.002)
    took = (time.monotonic() - begun) * 1000
    facts = stage.facts()
    if facts.gateway.count("captured") != len(facts.checkouts):
        raise RefusedError("What was tapped once was not captured once.")
    return took


def _receipts(stage: RealStage) -> int:
    mine = [one for one in stage.town.graph.sent if one.user == stage.psid]
    return sum(one.text.startswith("(receipt)") for one in messenger_talk.spoken(mine))


def _ask(gateway: Gateway, number: int) -> float:
    """Milliseconds that an authorization and a capture take by themselves."""
    said = gateway.tokenize(CardSecret(NUMBER, 12, 2031, CODE), key=f"bench:{number}:tokenize")
    if said.instrument is None:
        raise RefusedError("The sandbox takes no card.")
    begun, payment = time.monotonic(), f"pay_bench_{number}"
    held = gateway.authorize(
        Charge(said.instrument.token),
        _PRICE,
        key=f"{payment}:authorize",
        payment=payment,
        metadata={"attempt": payment},
        return_url="https://bench.example/back",
    )
    taken = gateway.capture(held.reference, _PRICE, key=f"{payment}:capture")
    if taken.result != "approved":
        raise RefusedError(f"The sandbox does not capture: {held.result} {held.code}, {taken.result} {taken.code}.")
    return (time.monotonic() - begun) * 1000
