"""Pays the merchant out: each day, what was in the balance when the day began, by currency."""

from bot.ports.clock import Clock
from bot.sandbox import statement
from bot.sandbox.judge import Payment, Verdict
from bot.sandbox.store import Store


class Payouts:
    """Knows what is to be paid out, and since when nothing is; `every` is in seconds, 0 for never."""

    def __init__(self, store: Store, clock: Clock, *, every: float) -> None:
        self._store = store
        self._clock = clock
        self._every = every
        self._done = 0.0

    def due(self) -> tuple[Verdict, ...]:
        """A payout for each currency that has earned something before this day began and was not paid out since."""
        if not self._every:
            return ()
        now = self._clock.now().timestamp()
        begins = now - now % self._every
        if begins <= self._done:
            return ()
        self._done = begins
        if self._store.last_effect("payout") >= begins:
            return ()
        earned = statement.balance(self._store.effects_between(0, int(begins)))
        return tuple(
            Verdict("approved", _payout(currency, int(begins)), "payout", amount)
            for currency, amount in sorted(earned.items())
            if amount > 0
        )


def _payout(currency: str, begins: int) -> Payment:
    """A payout is logged as payments are; it belongs to none."""
    return Payment(f"po_{begins}_{currency.lower()}", "", "", 0, currency, begins)
