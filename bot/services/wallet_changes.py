"""Changes of a wallet, from the thread and from its page: each once, told to every thread of its traveller.

Theory. A change names itself: the effect that wants it, or the form of the page. What it wants is checked first, under
the lock of the traveller's row, and only what may be done takes the name up; so a form that was refused may be sent
again, a change that comes twice is made once, and two threads never undo each other halfway. A page says in whose
wallet it stands: a thread that came to somebody else meanwhile changes nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b

import msgspec

from bot.domain.errors import ThreadfareError
from bot.domain.ids import effect_name
from bot.domain.money import Money
from bot.domain.payment import wallet_rules
from bot.domain.payment.activity import Activity, ActivityKind
from bot.domain.payment.instrument import has_expired, shown
from bot.domain.payment.method import Method, clean_name, in_order
from bot.domain.payment.wallet_rules import CHANNELS
from bot.domain.shopping.fares import CURRENCY
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import activity, turns, wallet
from bot.services.checkouts import go_on

NAMED, UNNAMED = "method_named", "method_unnamed"
PREFERRED, NOT_PREFERRED = "method_preferred", "method_not_preferred"
BARRED_HERE, ALLOWED_HERE, PREFERRED_HERE = "method_barred_here", "method_allowed_here", "method_preferred_here"
LIMITED, UNLIMITED = "limit_set", "limit_lifted"
"""Keys of the news about a change that was made."""
NAME_BAD, NAME_TAKEN, LIMIT_BAD, CHANNEL_UNKNOWN = "name_bad", "name_taken", "limit_bad", "channel_unknown"
NO_WALLET = "wallet_gone"
"""Keys of the sentences that say why a change was not made, beside `wallet.GONE` and `wallet.EXPIRED`."""
MOST_LIMIT = Money(1_000_000_00, CURRENCY)
"""A higher limit is a slip of the finger."""


class Change(msgspec.Struct, frozen=True):
    """Who wants a change, and under which name: the same `id` again in a thread changes nothing.

    Attributes:
        id: the effect of the thread, or the form of the page ("page:" and what only that form has).
        thread: the thread in which it is wanted, or from which the page was opened.
        traveller: in whose wallet the page stands; "" in the thread itself, which is always its own traveller's.
    """

    id: str
    thread: str
    traveller: str = ""

    @property
    def told(self) -> bool:
        """Whether the thread tells of it by itself."""
        return not self.traveller


class Outcome(msgspec.Struct, frozen=True):
    """What became of a change: `key` is that of a sentence; `about` what it is about, as travellers read it.

    For PINs `left` is how many wrong ones there may be yet, and `until` when a locked one opens (UTC).
    """

    key: str
    done: bool = False
    about: str = ""
    left: int = 0
    until: datetime | None = None


class Plan(msgspec.Struct, frozen=True):
    """What a change would do: its outcome; `make` does it, in the transaction in which it was planned.

    `make` gives ids of steps to run; `kind` is what is noted of it, None for nothing.
    """

    outcome: Outcome
    make: Callable[[], tuple[str, ...]] = tuple
    kind: ActivityKind | None = "settings_changed"


def prefer(runtime: Runtime, change: Change, method: str) -> Outcome:
    """Offer a method first in every channel that has no preferred one of its own; "" for none."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        found = _usable(runtime, work, traveller, method) if method else None
        if isinstance(found, Outcome):
            return Plan(found)

        def make() -> tuple[str, ...]:
            for other in work.wallet.methods_of(traveller.id):
                if other.preferred:
                    work.wallet.save_method(msgspec.structs.replace(other, preferred=False))
            if found is not None:
                work.wallet.save_method(msgspec.structs.replace(found, preferred=True))
            return ()

        key = PREFERRED if method else NOT_PREFERRED
        return Plan(Outcome(key, done=True, about=_about(work, found)), make, "preferred_changed")

    return perform(runtime, change, ("prefer", method), plan)


def rename(runtime: Runtime, change: Change, method: str, name: str) -> Outcome:
    """Give a method a name, by which the traveller knows it everywhere; "" takes the name away."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        found, clean = mine(work, traveller, method), clean_name(name)
        if found is None or clean is None:
            return Plan(Outcome(wallet.GONE if found is None else NAME_BAD))
        others = (one for one in in_order(work.wallet.methods_of(traveller.id)) if one.id != method)
        if clean and any(_is_called(work, other, clean) for other in others):
            return Plan(Outcome(NAME_TAKEN))

        def make() -> tuple[str, ...]:
            work.wallet.save_method(msgspec.structs.replace(found, name=clean))
            return ()

        return Plan(Outcome(NAMED if clean else UNNAMED, done=True, about=_about(work, found)), make)

    return perform(runtime, change, ("rename", method, name), plan)


def bar(runtime: Runtime, change: Change, method: str, channel: str) -> Outcome:
    """Let a method pay in a channel no more."""
    return _settle(runtime, change, ("bar", method, channel), BARRED_HERE)


def allow(runtime: Runtime, change: Change, method: str, channel: str) -> Outcome:
    """Let a method pay in a channel again."""
    return _settle(runtime, change, ("allow", method, channel), ALLOWED_HERE)


def prefer_in(runtime: Runtime, change: Change, method: str, channel: str) -> Outcome:
    """Offer a method first in one channel, where it may pay from then on; "" for none of the channel's own."""
    return _settle(runtime, change, ("prefer_in", method, channel), PREFERRED_HERE if method else NOT_PREFERRED)


_SETTLES = {
    "bar": wallet_rules.with_barred,
    "allow": wallet_rules.with_allowed,
    "prefer_in": wallet_rules.with_preferred,
}


def _settle(runtime: Runtime, change: Change, wanted: tuple[str, str, str], key: str) -> Outcome:
    what, method, channel = wanted

    def plan(work: Work, traveller: Traveller) -> Plan:
        found = mine(work, traveller, method) if method else None
        if channel not in CHANNELS or (method and found is None):
            return Plan(Outcome(wallet.GONE if channel in CHANNELS else CHANNEL_UNKNOWN))

        def make() -> tuple[str, ...]:
            work.wallet.save_rules(traveller.id, _SETTLES[what](work.wallet.rules(traveller.id), channel, method))
            return ()

        kind: ActivityKind = "preferred_changed" if what == "prefer_in" else "settings_changed"
        return Plan(Outcome(key, done=True, about=_about(work, found)), make, kind)

    return perform(runtime, change, wanted, plan)


def limit(runtime: Runtime, change: Change, channel: str, most: Money | None) -> Outcome:
    """Let saved methods pay in a channel for purchases up to a sum, None for any."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        if channel not in CHANNELS:
            return Plan(Outcome(CHANNEL_UNKNOWN))
        if most is not None and (most.currency != CURRENCY or not 0 < most.minor <= MOST_LIMIT.minor):
            return Plan(Outcome(LIMIT_BAD))

        def make() -> tuple[str, ...]:
            rules = wallet_rules.with_limit(work.wallet.rules(traveller.id), channel, most)
            work.wallet.save_rules(traveller.id, rules)
            return ()

        return Plan(Outcome(UNLIMITED if most is None else LIMITED, done=True), make)

    return perform(runtime, change, ("limit", channel, f"{most.minor}{most.currency}" if most else ""), plan)


def remove(runtime: Runtime, change: Change, method: str) -> Outcome:
    """Remove a method, here at once and at the gateway as soon as it can be reached; one that is gone stays gone."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        found = work.wallet.method(method)
        if found is None or found.traveller != traveller.id:
            return Plan(Outcome(wallet.GONE))

        def make() -> tuple[str, ...]:
            if found.state != "active":
                return ()
            step = wallet.drop(runtime, work, found)
            work.money.add_step(step)
            return (step.id,)

        outcome = Outcome(wallet.REMOVED, done=True, about=_about(work, found))
        return Plan(outcome, make, "method_removed" if found.state == "active" else None)

    return perform(runtime, change, ("remove", method), plan)


def perform(
    runtime: Runtime, change: Change, request: tuple[str, ...], plan: Callable[[Work, Traveller], Plan]
) -> Outcome:
    """Plan a change under its traveller's lock and make it, once; every thread learns the profile that is true then.

    Raises `ConflictError` when the thread has just come to another traveller: it is worth trying again.
    """
    threads, steps = tuple[str, ...](), tuple[str, ...]()
    with runtime.records.begin() as work:
        traveller = wallet.holding(work, change.thread)
        if traveller is None or change.traveller not in ("", traveller.id):
            return Outcome(NO_WALLET)
        planned = plan(work, traveller)
        if (planned.outcome.done or change.told) and _claim(work, change, request):
            steps = _made(runtime, work, traveller, change=change, planned=planned)
            threads = work.wallet.threads_of(traveller.id)
    for thread in threads:
        with suppress(ThreadfareError):
            turns.pay_off(runtime, thread)
    go_on(runtime, steps)
    return planned.outcome


def _claim(work: Work, change: Change, request: tuple[str, ...]) -> bool:
    hashed = blake2b("\0".join(request).encode(), digest_size=16).hexdigest()
    return work.talk.claim_effect(effect_name(change.thread, change.id), hashed)


def _made(runtime: Runtime, work: Work, traveller: Traveller, *, change: Change, planned: Plan) -> tuple[str, ...]:
    """Make a change, if it may be, and owe the profile to every thread, with the news to the one that wanted it."""
    outcome, now = planned.outcome, runtime.clock.now()
    steps = planned.make() if outcome.done else ()
    if outcome.done and planned.kind is not None:
        name = f"{traveller.id}:{effect_name(change.thread, change.id)}"
        noted = Activity(name, planned.kind, now, outcome.about, thread=change.thread, told=change.told)
        activity.note(work, traveller.id, noted)
    news = {change.thread: (outcome.key, outcome.about)} if change.told else None
    wallet.tell(work, work.wallet.traveller(traveller.id) or traveller, at=now, besides=news)
    return steps


def mine(work: Work, traveller: Traveller, method: str) -> Method | None:
    """A method of the traveller's that is in use."""
    found = work.wallet.method(method)
    return found if found is not None and found.traveller == traveller.id and found.state == "active" else None


def _usable(runtime: Runtime, work: Work, traveller: Traveller, method: str) -> Method | Outcome:
    found = mine(work, traveller, method)
    kept = work.money.instrument(found.instrument) if found is not None else None
    if found is None or kept is None:
        return Outcome(wallet.GONE)
    over = has_expired(kept.exp_month, kept.exp_year, runtime.clock.now())
    return Outcome(wallet.EXPIRED, about=shown(kept)) if over else found


def _about(work: Work, method: Method | None) -> str:
    kept = work.money.instrument(method.instrument) if method is not None else None
    return shown(kept) if kept is not None else ""


def _is_called(work: Work, method: Method, name: str) -> bool:
    return name.casefold() in {method.name.casefold(), _about(work, method).casefold()}
