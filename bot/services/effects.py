"""Performing effects: lease, perform, and let the turn that takes the answer settle it.

An effect is leased by moving its time forward, so whoever dies in the middle is followed by somebody else; it leaves
the due set in the turn that takes its answer, or here when it has none of its own.
"""

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller
from bot.domain.conversation.effects import (
    BeginCheckout,
    CancelCheckout,
    ChangeWallet,
    FindTrips,
    LookUpTrip,
    MakeLinkCode,
    OpenWallet,
    PayWithSaved,
    RedeemLinkCode,
    RemoveMethod,
    SearchFlights,
    UnlinkChat,
    WakeAt,
)
from bot.domain.conversation.events import SearchFailed, TripNotFound
from bot.domain.conversation.link_events import LinkRefused
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.errors import SupplierError
from bot.domain.moments import milliseconds
from bot.ports.conversations import Due
from bot.ports.runtime import Runtime
from bot.services import turns
from bot.services.performers import ALL

LEASE_MS = 60_000
"""Longer than any performer may take: outside calls end after 25 s."""
MOST_LEASES = 8
"""Whoever was leased as often as this and is still there harms those who try; staff are told and it is given up."""


_GUARDED = (BeginCheckout, CancelCheckout, PayWithSaved, RemoveMethod, ChangeWallet, UnlinkChat)
_NEVER_GIVEN_UP = (*_GUARDED, ChooseConsent, EraseTraveller)


def perform(runtime: Runtime, thread: str, effect: str) -> bool:
    """Perform one effect if it is due and nobody else has it; gives whether it was performed.

    Raises what its performer or the turn raises: the effect is then rung again when its lease has ended.
    """
    now = milliseconds(runtime.clock.now())
    leased = runtime.journal.lease_effect(thread, effect, now_ms=now, lease_ms=LEASE_MS)
    if leased is None:
        return False
    if leased.fence > MOST_LEASES:
        _give_up(runtime, leased.due, now)
        return False
    kind = type(leased.due.effect)
    event = ALL[kind](runtime, leased.due)
    if event is None:
        runtime.conversations.settle(thread, effect)
    else:
        settles_at = leased.due.at if kind is WakeAt else 0
        turns.take(runtime, thread, event, settles=effect, settles_at=settles_at)
    runtime.meter.count("effects", kind=kind.__name__, result="performed")
    return True


def _give_up(runtime: Runtime, due: Due, now: int) -> None:
    """Money and what guards it are never given up here: the effect stays, and staff see the counter rise."""
    runtime.meter.count("needs_staff", about="effect")
    if isinstance(due.effect, SearchFlights):
        answer = SearchFailed(due.id, now, SupplierError.say_to_traveller)
        turns.take(runtime, due.thread, answer, settles=due.id)
    elif isinstance(due.effect, FindTrips | LookUpTrip):
        turns.take(runtime, due.thread, TripNotFound(due.id, now, "failed"), settles=due.id)
    elif isinstance(due.effect, MakeLinkCode | RedeemLinkCode):
        turns.take(runtime, due.thread, LinkRefused(due.id, now, "failed"), settles=due.id)
    elif isinstance(due.effect, OpenWallet):
        turns.take(runtime, due.thread, WalletLinkMade(due.id, now), settles=due.id)
    elif not isinstance(due.effect, _NEVER_GIVEN_UP):
        runtime.conversations.settle(due.thread, due.id)
