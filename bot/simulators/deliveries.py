"""What a product has yet to tell its webhook, and the ways in which Meta tells it: late, twice, mixed, in disorder."""

from collections.abc import Callable
from random import Random
from threading import RLock

from bot.simulators.wire import Item, Poster, bodies, noisy, signed

_HOUR = 3600 * 1000
TAKEN = 200
"""The only status that acknowledges a delivery."""
_ENOUGH = 3
"""Failed deliveries below which nobody is unsubscribed, however much time has passed."""


class Deliveries:
    """Waiting items by account. `kind` is what a body says that it is about.

    A webhook that takes nothing for `patience` milliseconds is told no more: pages are unsubscribed, and what waits is
    lost (Meta, "Webhooks for Messenger Platform").
    """

    kind = "page"
    patience = _HOUR

    def __init__(self, now: Callable[[], int], secret: str) -> None:
        self.now = now
        self.waiting: list[tuple[str, Item]] = []
        self.later: list[tuple[int, str, Item]] = []
        """What waits for its time: when, of which account, what."""
        self.before_delivery: list[Callable[[], None]] = []
        """What time brings about by itself, and may have to be told."""
        self.subscribed = True
        self._secret = secret
        self._failing: list[int] = []
        self._queue_lock = RLock()
        self._random = Random(7)  # noqa: S311  the same disorder in every run

    def tell(self, account: str, item: Item, *, after: int = 0) -> None:
        """Let an item wait to be delivered, for some milliseconds at least."""
        with self._queue_lock:
            if not self.subscribed:
                return
            if after > 0:
                self.later.append((self.now() + after, account, item))
            else:
                self.waiting.append((account, item))

    def resume(self) -> None:
        """Tell again from now on."""
        self.subscribed = True
        self._failing = []

    def take_waiting(self) -> list[tuple[str, Item]]:
        """What is due; nothing that is due waits afterwards."""
        for happen in self.before_delivery:
            happen()
        with self._queue_lock:
            now = self.now()
            due = sorted((one for one in self.later if one[0] <= now), key=lambda one: one[0])
            self.later = [one for one in self.later if one[0] > now]
            items, self.waiting = [*self.waiting, *((account, item) for _, account, item in due)], []
            return items

    def bodies(self, *, batched: bool = False) -> list[bytes]:
        """What is due, as Meta writes it; nothing that is due waits afterwards."""
        return bodies(self.take_waiting(), at=self.now(), batched=batched, kind=self.kind)

    def deliver(
        self, post: Poster, *, batched: bool = False, shuffled: bool = False, times: int = 1, noise: bool = False
    ) -> list[int]:
        """Deliver what is due and give the statuses; what is not answered 200 waits again."""
        items = self.take_waiting()
        if shuffled:
            self._random.shuffle(items)
        if noise:
            items = [(account, noisy(item, self._random)) for account, item in items]
        groups = [items] if batched else [[item] for item in items]
        statuses = []
        for group in filter(None, groups):
            (body,) = bodies(group, at=self.now(), batched=True, kind=self.kind)
            answers = [post(body, signed(body, self._secret)) for _ in range(times)]
            statuses += answers
            self.answered(group, taken=TAKEN in answers)
        return statuses

    def answered(self, group: list[tuple[str, Item]], *, taken: bool) -> None:
        """Take note of how a delivery went; what was not taken waits again, for as long as there is patience."""
        with self._queue_lock:
            if taken:
                self._failing = []
                return
            self._failing.append(self.now())
            self.waiting += group
            if len(self._failing) > _ENOUGH and self.now() - self._failing[0] > self.patience:
                self.subscribed = False
                self.waiting, self.later = [], []
