"""What may come between any two steps of a booking, and what a traveller is told of it: one matrix, row by row."""

from collections.abc import Callable, Mapping

import msgspec

from tests.journeys.fake_stage import FakeStage
from tests.journeys.stage import Facts

GAPS: Mapping[str, str] = {
    "flights are shown": "wish",
    "a flight is chosen": "choose",
    "names are given": "born",
    "the basket is read back": "e-mail",
    "she says yes": "before hold",
    "the seats are held": "after hold",
    "the pay link is sent": "yes",
    "the page is open": "open",
    "the card is sent": "before authorize",
    "the bank has asked": "after authorize",
    "the challenge is shown": "pay",
    "the challenge is answered": "before ticket",
    "the tickets are issued": "before capture",
}
"""Step after which something comes -> the traveller's act after which it does, or the call around which."""


class Outcome(msgspec.Struct, frozen=True):
    """What the traveller is told, and whether the checkout that she had begun goes on all the same.

    `why` is the reason for which an interruption cannot come here at all, and `sure` what is checked for it.
    """

    says: str
    goes_on: bool = False
    why: str = ""
    sure: Callable[[FakeStage], bool] = lambda _: True


def _price_is_kept(stage: FakeStage) -> bool:
    """What is held, what was quoted and what the bank is asked for are one price."""
    (checkout,) = stage.facts().checkouts
    held = {hold.held.total for hold in stage.flights.holds.values()}
    return held == {checkout.order.offer.total} == {payment.amount for payment in checkout.payments}


def _holds_nothing(stage: FakeStage) -> bool:
    return not stage.flights.holds


def _is_ticketed(stage: FakeStage) -> bool:
    return [hold.state for hold in stage.flights.holds.values()] == ["ticketed"]


_PAID = "Paid and ticketed"
OUTCOMES: Mapping[str, Outcome] = {
    "fine": Outcome(_PAID, goes_on=True),
    "again": Outcome("Prices have moved on since. Let me look again."),
    "asked": Outcome("The price has changed"),
    "sold": Outcome("Those seats have just been sold. Nothing was charged."),
    "nothing": Outcome("Nothing is booked and nothing was charged."),
    "over": Outcome("Time ran out before the payment, so the seats went back. Nothing was charged."),
    "undone": Outcome("The booking could not be completed, so everything was undone. Nothing was charged."),
    "cancelled": Outcome("Cancelled. The seats went back and nothing was charged."),
    "unticketed": Outcome("the airline could not issue the tickets. Your bank was told to let the money go"),
    "too_late": Outcome("That was too late to cancel: your tickets were being issued already.", goes_on=True),
    "kept": Outcome(_PAID, goes_on=True, why="Seats that are held are held at their price.", sure=_price_is_kept),
    "empty": Outcome(_PAID, goes_on=True, why="No seats are held that could be taken back.", sure=_holds_nothing),
    "issued": Outcome(_PAID, goes_on=True, why="The seats are tickets: no hold is left.", sure=_is_ticketed),
}

_EARLY = "again again again again"
MATRIX: Mapping[str, str] = {
    "a quarter of an hour passes": f"{_EARLY} fine fine over over fine over over fine fine",
    "an hour passes": f"{_EARLY} undone undone over over over over over fine fine",
    "the price rises": "asked asked asked asked asked kept kept kept kept kept kept kept kept",
    "the flights are sold out": "sold sold sold sold sold kept kept kept kept kept kept kept kept",
    "the airline takes the seats back": "empty empty empty empty empty " + "unticketed " * 7 + "issued",
    "the traveller cancels": "nothing " * 4 + "cancelled " * 7 + "too_late too_late",
    "the gateway is down for minutes": "fine " * 13,
    "the gateway's answers get lost": "fine " * 13,
    "the gateway's webhooks get lost": "fine " * 13,
}
"""What comes -> what becomes of it after each of the `GAPS`, in their order."""


def strike(what: str, stage: FakeStage) -> None:
    """Let it happen now, whoever is in the middle of what."""
    match what:
        case "a quarter of an hour passes":
            stage.pass_time(15 * 60 + 1)
        case "an hour passes":
            stage.pass_time(60 * 60)
        case "the price rises":
            stage.raise_price()
        case "the flights are sold out":
            stage.sell_out()
        case "the airline takes the seats back":
            stage.flights.take_back()
        case "the traveller cancels":
            stage.receive(text="cancel")
        case "the gateway is down for minutes":
            stage.gateway.down = True
        case "the gateway's answers get lost":
            for operation in ("tokenize", "authorize", "capture"):
                stage.gateway.fail(operation, "timeout_after")
        case _:
            stage.loses_webhooks = True


def is_quiet(facts: Facts) -> bool:
    """Whether nothing is held, asked or charged anywhere, by the records of gateway and supplier."""
    held = [one["state"] for one in facts.gateway.payments if one["state"] in {"authorized", "requires_action"}]
    return not held and not facts.gateway.count("captured") and not facts.seats.held and not facts.seats.tickets
