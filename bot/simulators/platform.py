"""The platform: three products over one clock, told apart by the account and the token of a call."""

from collections.abc import Callable

from bot.simulators.accounts import INSTAGRAM, NUMBER, PAGE, Account
from bot.simulators.faults import Answer, Refusal
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.product import Product
from bot.simulators.requests import Request, read_request
from bot.simulators.whatsapp import SimulatedWhatsApp


class Platform:
    """One of each product, and more accounts of any when they are added. `now` gives milliseconds since 1970, UTC."""

    def __init__(
        self,
        now: Callable[[], int],
        *,
        messenger: Account | None = None,
        whatsapp: Account | None = None,
        instagram: Account | None = None,
    ) -> None:
        self.now = now
        self.messenger = SimulatedMessenger(now, messenger or PAGE)
        self.whatsapp = SimulatedWhatsApp(now, whatsapp or NUMBER)
        self.instagram = SimulatedInstagram(now, instagram or INSTAGRAM)
        self.products: list[Product] = [self.messenger, self.whatsapp, self.instagram]

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer of the product whose token the call has; None when there is to be none."""
        try:
            request = read_request(method, url, headers, body)
        except Refusal as refusal:
            return refusal.answer()
        return self._called(request).answer(method, url, headers, body)

    def _called(self, request: Request) -> Product:
        with_token = [product for product in self.products if product.account.token == request.token]
        owners = [product for product in with_token or self.products if product.owns(request.node)]
        return next(iter(owners or with_token or self.products))
