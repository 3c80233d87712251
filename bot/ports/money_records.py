"""The port of money: checkouts, payments, attempts, ledger and steps inside one transaction."""

from typing import Protocol


class MoneyRecords(Protocol):
    """What is true about money."""
