"""What can be done from the panel: one table of acts, from which its buttons and its routes are made."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

import msgspec

from bot.domain import checkout_desk
from bot.domain.checkout_case import Checkout
from bot.domain.payment.refunds import Refund
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Permission
from bot.ports.runtime import Runtime
from bot.services import order_acts
from bot.services.order_acts import Wish
from bot.services.thread_refs import ref_of

Run = Callable[[Runtime, Wish, str], None]


class OrderAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a purchase: what it is called in addresses and in the audit, its button, and what it will do.

    `form` is the partial of the fields beside the reason; `run` does it, where it needs no more than the reason.
    """

    name: str
    what: str
    label: str
    tells: str
    permission: Permission
    run: Run | None = None
    form: str = ""


ACTS: tuple[OrderAct, ...] = (
    OrderAct(
        name="link",
        what="pay_link.new",
        label="Send a new pay link",
        tells="The traveller gets a new link to pay in the chat. The earlier link is good for nothing any more.",
        permission="orders.act",
        run=order_acts.send_link,
    ),
    OrderAct(
        name="again",
        what="pay_link.again",
        label="Send the pay link again",
        tells="The traveller gets the same link to pay in the chat once more.",
        permission="orders.act",
        run=order_acts.send_link_again,
    ),
    OrderAct(
        name="longer",
        what="hold.extend",
        label="Hold the seats longer",
        tells="The airline's system is asked for up to 20 minutes more. If it gives them, the traveller is told "
        "and can pay for longer. This can be done once.",
        permission="orders.act",
        run=order_acts.hold_longer,
    ),
    OrderAct(
        name="release",
        what="hold.release",
        label="Give the seats back",
        tells="The seats go back on sale, and whatever a bank reserved is let go. The traveller is told.",
        permission="orders.act",
        run=order_acts.release,
    ),
    OrderAct(
        name="cancel",
        what="booking.cancel",
        label="Cancel the booking…",
        tells="Tickets are cancelled and the amount below goes back. This cannot be undone.",
        permission="orders.act",
        form="desk/act_quote.html",
    ),
    OrderAct(
        name="refund",
        what="refund.request",
        label="Give money back…",
        tells="The tickets stay good. The traveller is told when the refund begins and when it is done.",
        permission="refunds.request",
        form="desk/act_refund.html",
    ),
    OrderAct(
        name="retry",
        what="refund.retry",
        label="Try the refund again",
        tells="The bank is asked once more. The traveller is told what comes of it.",
        permission="refunds.request",
        form="desk/act_retry.html",
    ),
    OrderAct(
        name="receipt",
        what="receipt.send",
        label="Send the receipt again",
        tells="The traveller gets the receipt in the chat and by e-mail once more.",
        permission="orders.act",
        run=order_acts.send_receipt,
    ),
)
"""In the order in which they stand."""

NAMED: Mapping[str, OrderAct] = {act.name: act for act in ACTS}


class ActView(msgspec.Struct, frozen=True):
    """A button: where it leads and what it says; with `why` there is none, and that says why."""

    label: str
    url: str
    why: str = ""


def acts_of(
    runtime: Runtime, person: Person, thread: str, checkout: Checkout, *, refund: Refund | None = None
) -> tuple[ActView, ...]:
    """The acts that a person may do with a purchase, or with one of its refunds."""
    wanted = [NAMED["retry"]] if refund is not None else [act for act in ACTS if act.name != "retry"]
    base = f"/desk/t/{ref_of(runtime, thread)}/orders/{checkout.id}"
    query = f"?refund={quote(refund.id)}" if refund is not None else ""
    return tuple(
        ActView(act.label, f"{base}/{act.name}{query}", _why_not(runtime, act, checkout, refund))
        for act in wanted
        if person.may(act.permission)
    )


def _why_not(runtime: Runtime, act: OrderAct, checkout: Checkout, refund: Refund | None) -> str:
    if refund is not None:
        return checkout_desk.why_no_retry(checkout, refund)
    return order_acts.WHY_NOT[act.what](runtime, checkout)
