"""The platform: three products over one clock, told apart by the account and the token of a call."""

from collections.abc import Callable

from bot.simulators.accounts import INSTAGRAM, NUMBER, PAGE, Account
from bot.simulators.checks import part
from bot.simulators.deliveries import TAKEN
from bot.simulators.faults import Answer, Refusal
from bot.simulators.files import NODE
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.product import Product
from bot.simulators.requests import Request, read_request
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import Poster, bodies, signed

Watch = Callable[[str, Request, Answer | None], None]


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
        self._clock = now
        self._ahead = 0
        self.messenger = SimulatedMessenger(self.now, messenger or PAGE)
        self.whatsapp = SimulatedWhatsApp(self.now, whatsapp or NUMBER)
        self.instagram = SimulatedInstagram(self.now, instagram or INSTAGRAM)
        self.products: list[Product] = [self.messenger, self.whatsapp, self.instagram]
        self.watch: Watch = lambda *_: None
        """Is told of every call that a product answered."""

    def now(self) -> int:
        """The platform's time."""
        return self._clock() + self._ahead

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass on the platform; it goes forward only. Raises `ValueError` for the past."""
        if milliseconds < 0:
            raise ValueError("Time goes forward only.")
        self._ahead += milliseconds

    def add(self, name: str, account: Account) -> Product:
        """One account more on a product of that name. Raises `LookupError` for no such product."""
        makers: dict[str, Callable[[Callable[[], int], Account], Product]] = {
            "messenger": SimulatedMessenger,
            "whatsapp": SimulatedWhatsApp,
            "instagram": SimulatedInstagram,
        }
        product = makers[name](self.now, account)
        self.products.append(product)
        return product

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer of the product whose token the call has; None when there is to be none."""
        try:
            request = read_request(method, url, headers, body)
        except Refusal as refusal:
            return refusal.answer()
        if request.node == NODE:
            return self._download(request)
        product = self._called(request)
        answer = product.answer(method, url, headers, body)
        self.watch(product.name, request, answer)
        return answer

    def deliver(self, post: Poster, name: str) -> list[int]:
        """Deliver what is due for all accounts of a product, as its habits are, and give the statuses.

        Where they are to be batched, several accounts come in one body.
        """
        products = [product for product in self.products if product.name == name]
        if products[0].habits.batched and len(products) > 1:
            return self._deliver_mixed(post, products)
        return [status for product in products for status in product.deliver(post, **product.habits.delivery())]

    def _deliver_mixed(self, post: Poster, products: list[Product]) -> list[int]:
        waiting = [(product, item) for product in products for item in product.take_waiting()]
        statuses = []
        for body in bodies([item for _, item in waiting], at=self.now(), batched=True, kind=products[0].kind):
            headers = signed(body, products[0].account.secret)
            answers = [post(body, headers) for _ in range(products[0].habits.copies)]
            statuses += answers
            for product in products:
                group = [item for owner, item in waiting if owner is product]
                product.answered(group, taken=TAKEN in answers)
        return statuses

    def _download(self, request: Request) -> Answer:
        for product in self.products:
            answer = product.files.download(request)
            if answer is not None:
                return answer
        return Answer(404, {}, b"")

    def _called(self, request: Request) -> Product:
        """Whose call it is: of the accounts with its token the one that is named, or that knows the traveller."""
        with_token = [product for product in self.products if request.token in product.tokens]
        owners = [product for product in with_token or self.products if product.owns(request.node)]
        if len(owners) > 1:
            owners.sort(key=lambda product: not _is_meant(product, request))
        return next(iter(owners or with_token or self.products))


def _is_meant(product: Product, request: Request) -> bool:
    """Whether a call that a page's token allows on two products is this one's."""
    try:
        fields = request.fields()
    except Refusal:
        return False
    if "platform" in fields:
        return bool(fields["platform"] == product.name)
    recipient = fields.get("recipient")
    user = recipient if isinstance(recipient, str) else part(fields, "recipient").get("id")
    return isinstance(user, str) and user in product.people
