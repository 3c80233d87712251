"""The gateway's own page in a checkout: a worker opens it, and looks what became of it."""

from bot.domain.checkout_capture import page_key
from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import CardCollected, PageClosed, PageOpened, PageStillOpen
from bot.domain.ids import digest
from bot.domain.payment.instrument import shown
from bot.ports.money_records import KeptStep
from bot.ports.runtime import Runtime
from bot.services import capturing
from bot.services.pay_tokens import pay_url
from bot.services.payments import Asked, gateway_of


def open_page(runtime: Runtime, checkout: Checkout, kept: KeptStep) -> Asked:
    """Have the gateway open a page for a checkout; raises `UnavailableError` until it is open."""
    payment = next((one for one in checkout.payments if page_key(checkout, one) == kept.step.subject), None)
    if payment is None or checkout.state != "visiting" or checkout.page:
        return Asked(None)
    back = f"{pay_url(runtime, checkout)}/state?from=bank"
    page = gateway_of(runtime).open_page(payment.id, key=kept.step.subject, return_url=back)
    runtime.meter.count("gateway_calls", operation="open_page", result="approved")
    return Asked(PageOpened(page.reference, page.url))


def read_page(runtime: Runtime, checkout: Checkout, kept: KeptStep) -> Asked:
    """See what became of the page of a checkout; raises `UnavailableError` when the gateway cannot say."""
    page = kept.step.subject or checkout.page
    if checkout.state != "visiting" or not page or page != checkout.page:
        return Asked(None)
    said = gateway_of(runtime).read_page(page)
    runtime.meter.count("gateway_calls", operation="read_page", result=said.result if said is not None else "open")
    if said is None:
        return Asked(PageStillOpen(page, kept.step.tries) if kept.step.subject else None)
    if said.instrument is None:
        return Asked(PageClosed(page))
    card = capturing.tokenized(capturing.blank(runtime, f"ins_{digest(page)}"), said)
    return Asked(CardCollected(page, card.id, shown(card)), card)
