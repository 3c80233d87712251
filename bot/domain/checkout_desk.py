"""What staff may do with a checkout, and what follows: a link to pay, a longer hold, seats or money given back.

Theory. The order of money is the saga's: an act of staff is one more fact, and a fact that comes too late changes
nothing. Whether an act makes sense now is asked by the page, which leaves the button out and says why, and once more
under the lock of the checkout; both ask here, so that what is offered is what is done.
"""

from datetime import datetime

import msgspec

from bot.domain.checkout_case import AUTHORIZE_NEEDS, LINK_LASTS, PAY_LINK, Checkout, Decision
from bot.domain.checkout_facts import HoldExtended
from bot.domain.checkout_returning import SOLD, can_go_back
from bot.domain.conversation.order_events import LinkNews, PayLinkSent
from bot.domain.desk_facts import LinkWanted, LongerWanted
from bot.domain.payment.payment import Payment
from bot.domain.payment.refunds import DISPUTED, Refund

PAID = "It is paid."
OVER = "The seats were given back. The traveller books again in the chat."
NOT_HELD = "The seats are not held yet."
AT_THE_BANK = "A payment is under way. Wait until the bank has answered."
LINK_OVER = "The link is over. Send a new one."
TOO_SHORT = "What is left of the hold is too short to pay in. Hold the seats longer first."
ONCE = "The hold was made longer once already."
REFUSED = "The airline's system gave no more time."
UNDER_WAY = "The booking is being cancelled already."
CANCELLED = "The booking is cancelled already."
NO_TICKETS = "There are no tickets yet."
NOTHING_LEFT = "Nothing of what was paid is left to give back."
DISPUTED_NOW = "A bank was asked to take the payment back, so nothing can be given back beside it."
MONEY_GONE = "The money of this refund is not there any more."

_ASKED = frozenset({"authorizing", "challenging", "switching", "reviewing", "charging", "ticketing", "capturing"})
_OPEN = frozenset({"collecting", "visiting"})
_STOPPABLE = frozenset({*_OPEN, "switching", "challenging", "reviewing", "charging"})
_DONE = frozenset({"authorized", "captured"})


def why_no_link(checkout: Checkout, now: datetime, *, fresh: bool) -> str:
    """Why no link to pay can be sent now (UTC), "" when one can."""
    if checkout.state not in _OPEN:
        return _why_not_open(checkout)
    if fresh:
        if checkout.state == "visiting":
            return AT_THE_BANK
        return TOO_SHORT if link_end(checkout, now) <= now else ""
    return "" if checkout.link_until is not None and now < checkout.link_until else LINK_OVER


def why_no_longer(checkout: Checkout) -> str:
    """Why the seats cannot be held longer, "" when that may be asked for."""
    if checkout.state not in _OPEN:
        return _why_not_open(checkout)
    return {"": "", "refused": REFUSED}.get(checkout.longer, ONCE)


def why_no_release(checkout: Checkout) -> str:
    """Why the seats cannot be given back, "" when they can."""
    return "" if checkout.state in _STOPPABLE else _why_not_open(checkout)


def why_no_return(checkout: Checkout) -> str:
    """Why a booking cannot be cancelled, "" when a quote for that can be asked for."""
    if checkout.state not in SOLD:
        return NO_TICKETS
    return {"returning": UNDER_WAY, "returned": CANCELLED}.get(checkout.state, "")


def why_no_refund(checkout: Checkout) -> str:
    """Why nothing can be given back, "" when something can."""
    if checkout.state not in SOLD:
        return "Nothing was paid."
    if any(payment.state in DISPUTED for payment in checkout.payments):
        return DISPUTED_NOW
    return "" if any(can_go_back(checkout, payment) > 0 for payment in checkout.payments) else NOTHING_LEFT


def why_no_retry(checkout: Checkout, refund: Refund) -> str:
    """Why a refund cannot be tried once more, "" when it can."""
    if refund.state != "failed":
        return "The refund did not fail."
    payment = checkout.payment(refund.payment)
    there = payment is not None and can_go_back(checkout, payment) >= refund.amount.minor
    return "" if there else MONEY_GONE


def why_no_receipt(checkout: Checkout) -> str:
    """Why there is no receipt to send, "" when there is one."""
    return "" if checkout.state in SOLD and checkout.order.tickets else NO_TICKETS


def link_end(checkout: Checkout, now: datetime) -> datetime:
    """When a link that is made now (UTC) would end: before the hold does, with time to ask a bank."""
    held_until = checkout.order.held_until or now
    return min(now + LINK_LASTS, held_until - AUTHORIZE_NEEDS)


def link_wanted(so_far: Decision, fact: LinkWanted) -> Decision:
    """Tell the link once more, or make a new one that takes its place and lasts as long as the hold lets it."""
    checkout = so_far.checkout
    if why_no_link(checkout, so_far.now, fresh=fact.fresh):
        return so_far
    if not fact.fresh:
        return _tell(so_far, "again")
    until = _latest(checkout, link_end(checkout, so_far.now))
    renewed = so_far.change(links=checkout.links + 1, link_until=until).want("expire", after=until - so_far.now)
    return _tell(renewed, "new")


def longer_wanted(so_far: Decision, _: LongerWanted) -> Decision:
    """Ask the supplier for more time, once a checkout."""
    return so_far if why_no_longer(so_far.checkout) else so_far.change(longer="asked").want("extend")


def made_longer(so_far: Decision, fact: HoldExtended) -> Decision:
    """What the supplier gave when staff had asked: the link lasts longer with the hold, and the traveller is told."""
    checkout = so_far.checkout
    gained = checkout.order.held_until is None or fact.until > checkout.order.held_until
    order = msgspec.structs.replace(checkout.order, held_until=fact.until)
    longer = so_far.change(order=order, longer="given" if gained else "refused")
    if not gained or checkout.state not in _OPEN:
        return longer
    until = _latest(checkout, link_end(longer.checkout, so_far.now))
    longer = longer.change(link_until=until).want("expire", after=until - so_far.now)
    return _tell(longer, "longer")


def paying(checkout: Checkout) -> Payment:
    """The payment that a link asks for: the first that is not done."""
    return next((one for one in checkout.payments if one.state not in _DONE), checkout.payments[-1])


def _tell(so_far: Decision, why: LinkNews) -> Decision:
    checkout = so_far.checkout
    until = int(checkout.link_until.timestamp()) if checkout.link_until else 0
    return so_far.tell(PayLinkSent, url=PAY_LINK, total=paying(checkout).amount, until=until, why=why)


def _latest(checkout: Checkout, until: datetime) -> datetime:
    return max(until, checkout.link_until or until)


def _why_not_open(checkout: Checkout) -> str:
    if checkout.state in SOLD:
        return PAID
    if checkout.state in _ASKED:
        return AT_THE_BANK
    return NOT_HELD if checkout.state == "holding" else OVER
