"""The way of every POST: idempotency first, then the fault that the card carries, then the work itself.

The first status and body are stored once the work begins, in the same transaction as its effects, and replayed for
the same key (Stripe, "Idempotent requests"). What is refused before that, as a bad body, an unknown id, or a payment
in the wrong state, is not stored: nothing has happened, and the same key may be used again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

import msgspec

from bot.sandbox import replies
from bot.sandbox.cards import Fault
from bot.sandbox.replies import Reply
from bot.sandbox.store import Store, Stored

_BEFORE_WORK: dict[Fault, str] = {
    "timeout_before": "gateway_timeout",
    "error_before": "internal_error",
    "conflict": "idempotency_key_in_use",
}
_NEVER_ANSWERS: frozenset[Fault] = frozenset({"timeout_before", "timeout_after", "timeout_late"})


class Order(msgspec.Struct, frozen=True):
    """One POST that has passed its checks.

    `digest` stands for path and body under the idempotency key; `fault` strikes once for `scope`.
    """

    key: str
    digest: str
    fault: Fault | None
    scope: str


class Pipeline:
    """Carries orders out, each key once."""

    def __init__(self, store: Store, *, hang: float) -> None:
        self._store = store
        self._hang = hang
        self._running: set[str] = set()
        self._lock = Lock()
        self._stopping = Event()

    def stop(self) -> None:
        """Let go of every caller whom a fault keeps waiting."""
        self._stopping.set()

    def run(self, order: Order, work: Callable[[], Reply]) -> Reply:
        """The answer to an order: replayed, spoilt by a fault, or fresh from `work` (called inside a transaction)."""
        earlier = self._replay(order)
        if earlier is not None:
            return earlier
        fault = order.fault if order.fault and self._store.strike(f"{order.scope}:{order.fault}") else None
        if fault in _BEFORE_WORK:
            if fault in _NEVER_ANSWERS:
                self._stopping.wait(self._hang)
            return replies.error(_BEFORE_WORK[fault])
        reply = self._once(order, fault, work=work)
        if fault == "timeout_after":
            self._stopping.wait(self._hang)
        return reply

    def _once(self, order: Order, fault: Fault | None, *, work: Callable[[], Reply]) -> Reply:
        with self._claim(order.key) as ours:
            if not ours:
                return replies.error("idempotency_key_in_use")
            earlier = self._replay(order)
            if earlier is not None:
                return earlier
            if fault == "timeout_late":
                self._stopping.wait(self._hang)
            return self._work(order, fault, work=work)

    def _work(self, order: Order, fault: Fault | None, *, work: Callable[[], Reply]) -> Reply:
        with self._store.database.transaction():
            broken = replies.error("internal_error")
            reply = broken if fault == "error_stored" else work()
            if fault == "error_after":
                reply = broken
            self._store.save_request(order.key, Stored(order.digest, reply.status, reply.body))
        return reply

    def _replay(self, order: Order) -> Reply | None:
        stored = self._store.request(order.key)
        if stored is None:
            return None
        if stored.digest != order.digest:
            return replies.error("idempotency_error")
        return Reply(stored.status, stored.body, replayed=True)

    @contextmanager
    def _claim(self, key: str) -> Iterator[bool]:
        with self._lock:
            ours = key not in self._running
            self._running.add(key)
        try:
            yield ours
        finally:
            if ours:
                with self._lock:
                    self._running.discard(key)
