"""The pay page's side of a checkout: what a link shows, and the card that a traveller sends. No gateway, no key.

A link is a bearer link until the first card is sent from a browser; from then on it is that browser's alone.
"""

from collections.abc import Mapping
from hmac import compare_digest
from types import NoneType
from typing import Literal

import msgspec

from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_challenge import may_switch
from bot.domain.checkout_facts import AnotherCard, CardReceived, PageWanted
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.money import Money
from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import agreed
from bot.domain.payment.declines import public_code
from bot.domain.payment.payment import Payment
from bot.domain.shopping.offers import Offer
from bot.ports.money_records import PayLink
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed
from bot.services import devices
from bot.services.capturing import TICKET
from bot.services.checkout_steps import record, ring
from bot.services.fraud_names import named
from bot.services.pay_tokens import hashed, newest_token
from bot.services.wallet import changed_since

LinkStateName = Literal[
    "open",
    "declined",
    "working",
    "page",
    "challenge",
    "reviewing",
    "switching",
    "paid",
    "given_back",
    "expired",
    "ended",
    "elsewhere",
]

_OVER = frozenset({"unwinding", "ended"})
GIVEN: Mapping[CaptureMode, type] = {"vault": Sealed, "fields": str, "page": NoneType}
"""What a page sends in each way in which cards may reach us."""
_AT_THE_BANK: Mapping[str, LinkStateName] = {
    "challenging": "challenge",
    "reviewing": "reviewing",
    "switching": "switching",
}


class LinkView(msgspec.Struct, frozen=True):
    """What a pay page may know of a checkout.

    Units: `total` is what this page asks for; `until` is seconds since 1970, UTC, and ends the link, or the challenge
    while one is open. `reason` is the bank's code if it may be told apart, or "unreadable"; `attempts` counts the
    cards that were sent; `action_url` is where the bank wants to see the traveller, and `may_switch` says whether she
    may take another card instead; `locator` is empty until tickets are paid.
    """

    state: LinkStateName
    checkout: str
    thread: str
    language: str
    offer: Offer
    total: Money
    until: int
    attempts: int = 0
    reason: str = ""
    action_url: str = ""
    may_switch: bool = False
    locator: str = ""


def link_state(runtime: Runtime, token: str, browser: str = "") -> LinkView | None:
    """What became of a link, as this browser may see it; None when the token is not good. Changes nothing.

    A link that no browser has used in its time tells nobody anything any more: it may lie in a chat for years.
    """
    with runtime.records.begin() as work:
        link, checkout = _find(runtime, work, token)
    if link is None or checkout is None or (not link.browser and runtime.clock.now() >= link.expires):
        return None
    return _view(runtime, checkout, elsewhere=bool(link.browser) and link.browser != hashed(browser))


def submit(
    runtime: Runtime, token: str, browser: str, given: Sealed | str | None, *, consent: str = "", network: str = ""
) -> LinkView:
    """Take a card, and let a worker go on; gives what the link shows now.

    `given` is what the browser encrypted, the ticket of the gateway's fields, or nothing when the card is to be typed
    on the gateway's page.

    The first call binds the link to the browser. While a card is being asked about, or when the checkout has gone on,
    the new one is not taken: a double click, the back button and a second tab see where things stand. `consent` is the
    digest of the words that were ticked, if any were; a card is not saved for words that we never showed. `network`
    is the address range from which the card came; it is kept as a keyed hash alone.

    Raises:
        InvalidError: the token is not good, the time to pay is over, or cards come another way here.
        ConflictError: the link is in use in another browser.
        UnavailableError: a store is away; nothing was taken.
    """
    if not isinstance(given, GIVEN[runtime.capture]):
        raise InvalidError("Cards come another way here.")
    with runtime.records.begin() as work:
        _mine(work, token, browser)
        checkout = _present(runtime, work, token, lock=False)
        if changed_since(work, checkout) is None:
            devices.meet(work, checkout.thread, hashed(browser), now=runtime.clock.now())
    if _takes_card(runtime, checkout) is None:
        return _view(runtime, checkout)
    name = f"{TICKET}{given}" if isinstance(given, str) else runtime.ids.new("card")
    if isinstance(given, Sealed):
        runtime.sealed_cards.put(name, given)
    with runtime.records.begin() as work:
        before = _present(runtime, work, token, lock=True)
        now = runtime.clock.now()
        saving = agreed(consent, brand=runtime.world().brand.name, at=now) if consent else None
        fact = PageWanted(saving) if given is None else CardReceived(name, saving)
        decision = advance(before, fact, now=now)
        due = record(runtime, work, before, decision, cause="card received")
        device = named(runtime.secret, "device", hashed(browser))
        work.fraud.place(before.id, device=device, network=named(runtime.secret, "network", network), at=now)
    ring(runtime, due)
    return _view(runtime, decision.checkout)


def another_card(runtime: Runtime, token: str, browser: str) -> LinkView:
    """Leave the bank's challenge for another card, and let a worker close it; gives what the link shows now.

    Where no challenge is open, or there is no time for another card, nothing changes.

    Raises:
        InvalidError: the token is not good.
        ConflictError: the link is in use in another browser.
        UnavailableError: a store is away; nothing has changed.
    """
    with runtime.records.begin() as work:
        link = work.money.link(hashed(token))
        if link is not None and link.browser and link.browser != hashed(browser):
            raise ConflictError("This pay link is in use in another browser.", retryable=False)
        before = _present(runtime, work, token, lock=True)
        decision = advance(before, AnotherCard(), now=runtime.clock.now())
        due = record(runtime, work, before, decision, cause="another card")
    ring(runtime, due)
    return _view(runtime, decision.checkout)


def _mine(work: Work, token: str, browser: str) -> None:
    bound = work.money.bind(hashed(token), hashed(browser))
    if not bound:
        raise InvalidError("This pay link is not good.")
    if bound != hashed(browser):
        raise ConflictError("This pay link is in use in another browser.", retryable=False)


def _present(runtime: Runtime, work: Work, token: str, *, lock: bool) -> Checkout:
    _, checkout = _find(runtime, work, token, lock=lock)
    if checkout is None:
        raise InvalidError("This pay link is not good.")
    return checkout


def _find(runtime: Runtime, work: Work, token: str, *, lock: bool = False) -> tuple[PayLink | None, Checkout | None]:
    """A link and its checkout; one whose place a newer link took is good for nothing any more."""
    link = work.money.link(hashed(token))
    checkout = work.money.checkout(link.checkout, lock=lock) if link is not None else None
    if checkout is not None and not compare_digest(token.encode(), newest_token(runtime, checkout).encode()):
        return None, None
    return link, checkout


def _takes_card(runtime: Runtime, checkout: Checkout) -> Decision | None:
    """Whether a card is of use now; raises `InvalidError` when the time for it is over."""
    now = runtime.clock.now()
    if _is_over(runtime, checkout):
        raise InvalidError("The time to pay is over.")
    decision = advance(checkout, CardReceived(""), now=now)
    return decision if decision.checkout != checkout else None


def _is_over(runtime: Runtime, checkout: Checkout) -> bool:
    late = checkout.link_until is None or runtime.clock.now() >= checkout.link_until
    return checkout.state in _OVER or (checkout.state in {"collecting", "visiting"} and late)


def _view(runtime: Runtime, checkout: Checkout, *, elsewhere: bool = False) -> LinkView:
    paying = _paying(checkout)
    state = "elsewhere" if elsewhere else _state(runtime, checkout)
    told = state == "declined"
    ends = checkout.action_until if state == "challenge" else checkout.link_until
    return LinkView(
        state=state,
        checkout=checkout.id,
        thread=checkout.thread,
        language=checkout.language,
        offer=checkout.order.offer,
        total=paying.amount,
        until=int(ends.timestamp()) if ends else 0,
        attempts=sum(payment.count("authorize") for payment in checkout.payments),
        reason=public_code(paying.code) if told else checkout.trouble.replace("declined", ""),
        action_url={"challenge": paying.action_url, "page": checkout.page_url}.get(state, ""),
        may_switch=state == "challenge" and may_switch(checkout, runtime.clock.now()),
        locator=checkout.order.locator if state == "paid" else "",
    )


def _paying(checkout: Checkout) -> Payment:
    """The payment that the page is about: the first that is not done."""
    done = {"authorized", "captured"}
    return next((payment for payment in checkout.payments if payment.state not in done), checkout.payments[-1])


def _state(runtime: Runtime, checkout: Checkout) -> LinkStateName:
    if checkout.state in {"paid", "returning"}:
        return "paid"
    if checkout.state == "returned":
        return "given_back"
    if _is_over(runtime, checkout):
        return "ended" if checkout.ending in {"cancelled", "failed", "unticketed"} else "expired"
    if checkout.state in _AT_THE_BANK:
        return _AT_THE_BANK[checkout.state]
    if checkout.state == "visiting" and checkout.page_url:
        return "page"
    if checkout.state == "collecting":
        return "declined" if checkout.trouble == "declined" else "open"
    return "working"
