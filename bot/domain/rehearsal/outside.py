"""What the outside answers to each effect of a rehearsal: one literal table, and nothing of it touches anything.

A search alone may ask the airline's own timetable, by the `Look` that is handed in: it is looked at, never held. Every
other answer is made up here, as it was planned or as it goes well.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot.domain.conversation.account_effects import (
    ChooseConsent,
    EraseTraveller,
    FindPayments,
    FindReceipt,
    TellKnown,
)
from bot.domain.conversation.account_events import (
    ConsentChosen,
    KnownTold,
    PaymentsFound,
    ReceiptFound,
    TravellerErased,
)
from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund, TellRefunds
from bot.domain.conversation.aftersale_events import CancellationRefused, RefundsTold
from bot.domain.conversation.effects import (
    BeginCheckout,
    CallAgent,
    CancelCheckout,
    ChangeWallet,
    Effect,
    FindTrips,
    JudgeEcho,
    LookUpTrip,
    MakeLinkCode,
    OpenWallet,
    PayWithSaved,
    RedeemLinkCode,
    RemoveMethod,
    SearchFlights,
    SendLinkCode,
    UnlinkChat,
)
from bot.domain.conversation.events import (
    Event,
    OffersFound,
    ProfileChanged,
    SearchFailed,
    TripNotFound,
    TripsFound,
)
from bot.domain.conversation.file_events import FetchFiles
from bot.domain.conversation.link_events import LinkCodeMade, LinkRefused
from bot.domain.conversation.order_events import MailReceipt
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.errors import SupplierError
from bot.domain.privacy import Known
from bot.domain.rehearsal import flights, sales
from bot.domain.rehearsal.bookings import PAGE, sample_trip
from bot.domain.rehearsal.stage import Answer, Look, Looked, Stage
from bot.domain.world import World

_CODE_MS = 10 * 60_000
"""How long a code that links chats is good."""


class Asked(msgspec.Struct, frozen=True):
    """An effect of a rehearsal by its id, and what is needed to answer it."""

    id: str
    effect: Any
    world: World
    look: Look


Answered = tuple[Stage, tuple[Event, ...]]
"""The stage after an answer, and the events that it is; none when nothing answers."""
Answering = Callable[[Stage, Asked], Answered]


def answered(stage: Stage, asked: Asked) -> Answered:
    """What the outside answers to an effect."""
    return ANSWERS[type(asked.effect)](stage, asked)


def _search(stage: Stage, asked: Asked) -> Answered:
    stage, answer = _found(stage, asked.effect, asked)
    if answer.failed:
        return stage, (SearchFailed(asked.id, stage.now, answer.failed),)
    return stage, (OffersFound(asked.id, stage.now, answer.offers, answer.unmet, answer.nearby),)


def _found(stage: Stage, wish: SearchFlights, asked: Asked) -> tuple[Stage, Answer]:
    match stage.plan("search"):
        case "down":
            return stage, Answer(failed=SupplierError.say_to_traveller)
        case "nothing":
            return stage, Answer()
        case "sample":
            return stage, flights.made_up(wish, asked.world, stage.now)
        case _:
            answer = asked.look(wish, stage.now)
            return msgspec.structs.replace(stage, looked=(*stage.looked, Looked(wish, answer))), answer


def _begin_checkout(stage: Stage, asked: Asked) -> Answered:
    stage, told = sales.held(stage, asked.id, asked.effect)
    return stage, (told,)


def _cancel_checkout(stage: Stage, asked: Asked) -> Answered:
    stage, told = sales.cancelled(stage, asked.id, asked.effect.checkout)
    return stage, (told,)


def _pay(stage: Stage, asked: Asked) -> Answered:
    return sales.happened(stage, asked.id, stage.plan("pay")) if stage.sale else (stage, ())


def _trips(stage: Stage, asked: Asked) -> Answered:
    one = sample_trip(asked.world, stage.now)
    made = {"none": (), "one": (one,), "several": (one, sample_trip(asked.world, stage.now, weeks=2))}
    plan = stage.plan("trips")
    if plan == "down":
        return stage, (TripNotFound(asked.id, stage.now, "failed"),)
    return stage, (TripsFound(asked.id, stage.now, made.get(plan, stage.trips)),)


def _trip_by_reference(stage: Stage, asked: Asked) -> Answered:
    """Of bookings that were made up, any reference with any surname finds the one."""
    wish: LookUpTrip = asked.effect
    plan = stage.plan("trips")
    own = [trip for trip in stage.trips if trip.locator == wish.locator.upper()]
    if plan in {"none", "down"} or (plan == "own" and not own):
        return stage, (TripNotFound(asked.id, stage.now, "failed" if plan == "down" else "unknown"),)
    trip = own[0] if own else msgspec.structs.replace(sample_trip(asked.world, stage.now), locator=wish.locator.upper())
    return stage, (TripsFound(asked.id, stage.now, (msgspec.structs.replace(trip, by_reference=True),)),)


def _wallet(stage: Stage, asked: Asked) -> Answered:
    until = (stage.now + sales.LINK_MS) // 1000
    return stage, (WalletLinkMade(asked.id, stage.now, f"{PAGE}wallet", until),)


def _remove(stage: Stage, asked: Asked) -> Answered:
    profile = stage.conversation.profile
    gone = next((one for one in profile.methods if one.id == asked.effect.method), None)
    kept = tuple(one for one in profile.methods if one is not gone)
    changed = msgspec.structs.replace(profile, revision=profile.revision + 1, methods=kept)
    told = ("card_removed", gone.told) if gone else ("", "")
    return stage, (ProfileChanged(asked.id, stage.now, changed, *told),)


def _code(stage: Stage, asked: Asked) -> Answered:
    return stage, (LinkCodeMade(asked.id, stage.now, "TEST-2345", (stage.now + _CODE_MS) // 1000),)


def _nothing(stage: Stage, _: Asked) -> Answered:
    return stage, ()


def _by(make: Callable[[str, int, Any], Event]) -> Answering:
    """An answer that is made of its id, the time and the effect alone."""
    return lambda stage, asked: (stage, (make(asked.id, stage.now, asked.effect),))


ANSWERS: Mapping[type[Effect], Answering] = {
    SearchFlights: _search,
    BeginCheckout: _begin_checkout,
    CancelCheckout: _cancel_checkout,
    PayWithSaved: _pay,
    RemoveMethod: _remove,
    ChangeWallet: _nothing,
    OpenWallet: _wallet,
    MakeLinkCode: _code,
    SendLinkCode: _nothing,
    RedeemLinkCode: _by(lambda name, at, _: LinkRefused(name, at, "wrong")),
    UnlinkChat: _nothing,
    CallAgent: _nothing,
    FindTrips: _trips,
    LookUpTrip: _trip_by_reference,
    FindPayments: _by(lambda name, at, _: PaymentsFound(name, at, (), 0)),
    FindReceipt: _by(lambda name, at, _: ReceiptFound(name, at)),
    TellKnown: _by(lambda name, at, _: KnownTold(name, at, Known(()))),
    ChooseConsent: _by(lambda name, at, wish: ConsentChosen(name, at, wish.purpose, given=wish.given)),
    EraseTraveller: _by(lambda name, at, _: TravellerErased(name, at, 1)),
    JudgeEcho: _nothing,
    KeepRating: _nothing,
    QuoteRefund: _by(lambda name, at, _: CancellationRefused(name, at, "none")),
    CancelBooking: _by(lambda name, at, _: CancellationRefused(name, at, "failed")),
    TellRefunds: _by(lambda name, at, _: RefundsTold(name, at, ())),
    MailReceipt: _nothing,
    FetchFiles: _nothing,
}
"""Effect -> what answers it in a rehearsal. `Say` and `WakeAt` are not here: they are heard and rung."""
