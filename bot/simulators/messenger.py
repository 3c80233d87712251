"""Messenger: a page, its people, and the Send API with every limit of Messenger's."""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import Account
from bot.simulators.messenger_rules import Receipts, check
from bot.simulators.page_sent import PageSent
from bot.simulators.pages import Pages


class SimulatedMessenger(Pages):
    """One page."""

    name = "messenger"
    kind = "page"
    closed = 2018278
    unknown = 2018001

    def __init__(self, now: Callable[[], int], account: Account | None = None, *, receipts: bool = True) -> None:
        super().__init__(now, account, receipts=receipts)
        self._numbers = Receipts()

    def check(self, request: dict[str, Any]) -> None:
        """Refuse what Messenger refuses."""
        check(request, self._numbers)

    def accepted(self, sent: PageSent) -> None:
        """Echo it; the number of a receipt is used up."""
        if sent.payload.get("template_type") == "receipt":
            self._numbers.numbers.add(sent.payload["order_number"])
        super().accepted(sent)
