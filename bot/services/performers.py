"""Who performs which effect: two literal tables.

QUICK is for any process, because neither money nor the vault has a part in it; ALL is for workers. Performing twice
must do no harm: answers carry the effect's id as theirs, and a checkout claims the id in SQL.
"""

from collections.abc import Callable, Mapping

from bot.domain.conversation.account_effects import (
    ChooseConsent,
    EraseTraveller,
    FindPayments,
    FindReceipt,
    TellKnown,
)
from bot.domain.conversation.aftersale_effects import CancelBooking, QuoteRefund, TellRefunds
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
    WakeAt,
)
from bot.domain.conversation.events import Event, OffersFound, SearchFailed, WaitExpired
from bot.domain.conversation.file_events import FetchFiles
from bot.domain.conversation.order_events import MailReceipt
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.errors import OutcomeUnknownError, SupplierError
from bot.domain.moments import milliseconds
from bot.ports.conversations import Due
from bot.ports.runtime import Runtime
from bot.services import account_performers as account
from bot.services import (
    calling,
    checkouts,
    echoes,
    files,
    linking,
    ratings,
    receipt_mail,
    returns,
    saved_methods,
    searching,
    trips,
    unlinking,
    wallet_links,
)

Performer = Callable[[Runtime, Due], Event | None]
"""Does what an effect wants; gives the event that answers it, or None when the answer comes another way."""


def _search_flights(runtime: Runtime, due: Due) -> Event:
    """An answer in any case: a traveller who waits is told when the supplier does not answer."""
    wish = due.effect
    if not isinstance(wish, SearchFlights):
        raise TypeError(wish)
    now = _now(runtime)
    try:
        found = searching.search(runtime, wish)
    except (SupplierError, OutcomeUnknownError) as error:
        runtime.meter.count("supplier_calls", operation="search", result="failed")
        return SearchFailed(due.id, now, error.say_to_traveller or SupplierError.say_to_traveller)
    runtime.meter.count("supplier_calls", operation="search", result="answered")
    return OffersFound(due.id, now, *found)


def _begin_checkout(runtime: Runtime, due: Due) -> None:
    if isinstance(due.effect, BeginCheckout):
        checkouts.begin(runtime, due.id, due.thread, due.effect)


def _cancel_checkout(runtime: Runtime, due: Due) -> None:
    if isinstance(due.effect, CancelCheckout):
        checkouts.cancel(runtime, due.id, due.thread, due.effect)


def _pay_with_saved(runtime: Runtime, due: Due) -> None:
    if isinstance(due.effect, PayWithSaved):
        saved_methods.pay(runtime, due.id, due.thread, due.effect)


def _remove_method(runtime: Runtime, due: Due) -> None:
    if isinstance(due.effect, RemoveMethod):
        saved_methods.remove(runtime, due.id, due.thread, due.effect)


def _change_wallet(runtime: Runtime, due: Due) -> None:
    if isinstance(due.effect, ChangeWallet):
        saved_methods.change(runtime, due.id, due.thread, due.effect)


def _open_wallet(runtime: Runtime, due: Due) -> Event:
    if not isinstance(due.effect, OpenWallet):
        raise TypeError(due.effect)
    return wallet_links.make(runtime, due.id, due.thread, due.effect)


def _make_link_code(runtime: Runtime, due: Due) -> Event:
    return linking.make(runtime, due.id, due.thread)


def _send_link_code(runtime: Runtime, due: Due) -> Event | None:
    if not isinstance(due.effect, SendLinkCode):
        raise TypeError(due.effect)
    return linking.send(runtime, due.id, due.thread, due.effect)


def _redeem_link_code(runtime: Runtime, due: Due) -> Event:
    if not isinstance(due.effect, RedeemLinkCode):
        raise TypeError(due.effect)
    return linking.redeem(runtime, due.id, due.thread, due.effect)


def _unlink_chat(runtime: Runtime, due: Due) -> None:
    if isinstance(due.effect, UnlinkChat):
        unlinking.unlink(runtime, due.id, due.thread, due.effect)


def _wake(runtime: Runtime, due: Due) -> Event | None:
    """The event's id names the very ringing, because a thread has one timer that is set again and again."""
    if not isinstance(due.effect, WakeAt):
        raise TypeError(due.effect)
    return WaitExpired(f"{due.thread}#{due.id}@{due.at}", _now(runtime), due.effect.wait)


def _find_trips(runtime: Runtime, due: Due) -> Event:
    if not isinstance(due.effect, FindTrips):
        raise TypeError(due.effect)
    return trips.find(runtime, due.id, due.thread, due.effect)


def _look_up_trip(runtime: Runtime, due: Due) -> Event:
    if not isinstance(due.effect, LookUpTrip):
        raise TypeError(due.effect)
    return trips.look_up(runtime, due.id, due.thread, due.effect)


QUICK: Mapping[type[Effect], Performer] = {
    SearchFlights: _search_flights,
    OpenWallet: _open_wallet,
    FindTrips: _find_trips,
    LookUpTrip: _look_up_trip,
    FindPayments: account.find_payments,
    FindReceipt: account.find_receipt,
    TellKnown: account.tell_known,
    QuoteRefund: returns.quote,
    TellRefunds: returns.refunds,
    KeepRating: ratings.keep,
}
"""Effects that any process may perform."""

ALL: Mapping[type[Effect], Performer] = {
    **QUICK,
    BeginCheckout: _begin_checkout,
    CancelCheckout: _cancel_checkout,
    PayWithSaved: _pay_with_saved,
    RemoveMethod: _remove_method,
    ChangeWallet: _change_wallet,
    MakeLinkCode: _make_link_code,
    SendLinkCode: _send_link_code,
    RedeemLinkCode: _redeem_link_code,
    UnlinkChat: _unlink_chat,
    ChooseConsent: account.choose_consent,
    EraseTraveller: account.erase,
    CallAgent: calling.call,
    WakeAt: _wake,
    JudgeEcho: echoes.judge,
    CancelBooking: returns.cancel,
    MailReceipt: receipt_mail.send,
    FetchFiles: files.fetch,
}
"""Effects that a worker performs: all of them."""


def _now(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
