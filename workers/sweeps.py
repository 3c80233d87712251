"""What the clock does each second: rings what is late, hands over what is owed, ends what has expired, mends, trims.

Every sweep may run in many processes at once, stop anywhere and run again: each finds what is due in the stores and
changes nothing that is not. A ring that was not heard is repeated ever more slowly, so that workers that come back
find their work and not a thousand calls for it.
"""

import logging
from collections.abc import Callable, Mapping
from threading import Event as Flag
from time import monotonic

from bot.domain.errors import ThreadfareError
from bot.domain.ids import ring_name
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime
from bot.services import (
    activity_notices,
    alerts,
    approvals,
    audits,
    books,
    checkouts,
    erasing,
    expiring,
    flow_schedules,
    forsaken,
    fraud,
    holds,
    setup_runs,
    staff_news,
    turns,
    visits,
    wallet,
)
from workers.desk_sweeps import DESK_SWEEPS
from workers.shards import ALL_SHARDS

LATE_MS = 1000
MOST = 200
KEEP_MS = 3600 * 1000
"""The journal keeps an hour whatever was read of it, so that a person can look back."""
FIRST_SECONDS, LONGEST_SECONDS = 2.0, 60.0

_log = logging.getLogger(__name__)


class Sweeper:
    """All sweeps of one process."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._rings = Rings()
        self._next: dict[str, float] = {}

    def run(self, stop: Flag) -> None:
        """Sweep until told to stop."""
        while not stop.wait(0.2):
            self.tick(monotonic())

    def tick(self, now: float) -> None:
        """Run each sweep whose time has come; one that fails does not keep the others from running."""
        for name, (every, sweep) in SWEEPS.items():
            if self._next.get(name, 0) > now:
                continue
            self._next[name] = now + every
            try:
                count = sweep(self._runtime, self._rings)
            except ThreadfareError as error:
                _log.warning("The sweep %s failed: %s", name, error.say_to_staff)
            except Exception as error:  # noqa: BLE001  one sweep's fault must not stop what others keep promised
                _log.error("The sweep %s failed: %s", name, type(error).__name__)
            else:
                if count:
                    self._runtime.meter.count("rung", count, sweep=name)


class Rings:
    """Remembers what was rung, so that it is rung again after 2 seconds, then 4, then 8, up to a minute."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._rung: dict[str, tuple[float, float]] = {}

    def ring(self, runtime: Runtime, names: list[str]) -> int:
        """Ring for those whose turn it is; gives how many. Whatever is not named any more was heard."""
        now = self._now()
        rung = 0
        kinds = {name.partition("|")[0] for name in names}
        kept = {name: then for name, then in self._rung.items() if name.partition("|")[0] not in kinds}
        for name in names:
            at, wait = self._rung.get(name, (0.0, FIRST_SECONDS))
            if at <= now:
                runtime.jobs.ring(name)
                rung += 1
                at, wait = now + wait, min(wait * 2, LONGEST_SECONDS)
            kept[name] = (at, wait)
        self._rung = kept
        return rung


def late_effects(runtime: Runtime, rings: Rings) -> int:
    """Ring effects that are due for more than a second."""
    before = _now_ms(runtime) - LATE_MS
    names = [
        ring_name(thread, effect)
        for shard in ALL_SHARDS
        for thread, effect in runtime.journal.late_effects(shard, before_ms=before, most=MOST)
    ]
    return rings.ring(runtime, names)


def late_steps(runtime: Runtime, rings: Rings) -> int:
    """Ring steps of checkouts that are due."""
    return rings.ring(runtime, [f"step|{step}" for step in checkouts.due_steps(runtime)])


def late_setups(runtime: Runtime, rings: Rings) -> int:
    """Ring setups that are due."""
    return rings.ring(runtime, [f"setup|{setup}" for setup in setup_runs.due(runtime)])


def owed(runtime: Runtime, _: Rings) -> int:
    """Hand over what SQL owes to threads; a thread that cannot take it does not keep the others waiting."""
    with runtime.records.begin() as work:
        threads = dict.fromkeys(debt.thread for debt in work.talk.owed(most=MOST))
    handed = 0
    for thread in threads:
        try:
            handed += turns.pay_off(runtime, thread)
        except ThreadfareError as error:
            _log.warning("A thread could not take what it is owed: %s", error.say_to_staff)
    return handed


def notices(runtime: Runtime, rings: Rings) -> int:
    """Put news of accounts into messages, owe them to threads, and ring for the mails among them."""
    handed = activity_notices.hand_over(runtime)
    return handed + rings.ring(runtime, [f"mail|{mail}" for mail in activity_notices.open_mails(runtime)])


def expired(runtime: Runtime, _: Rings) -> int:
    """End checkouts whose time is over, and give their seats back."""
    return checkouts.expire_due(runtime)


def lapsed_holds(runtime: Runtime, _: Rings) -> int:
    """Give seats back whose hold has ended, where the supplier leaves that to us."""
    release = getattr(runtime.supplier, "release_expired", None)
    return int(release(runtime.clock.now())) if release else 0


def lost(runtime: Runtime, _: Rings) -> int:
    """Put every archived conversation back after Redis lost them, then say that it is whole again."""
    if runtime.conversations.is_whole():
        return 0
    restored, after = 0, ""
    while True:
        now = _now_ms(runtime)
        with runtime.records.begin() as work:
            page = work.talk.conversations_after(after, most=MOST)
            talks = tuple(wallet.with_profile(work, turns.restored(talk, now=now)) for talk in page)
        if not page:
            break
        restored += runtime.conversations.restore(talks)
        after = page[-1].thread
    runtime.conversations.declare_whole()
    return restored


def trimmed(runtime: Runtime, _: Rings) -> int:
    """Drop what is older than an hour and read by all from the journal."""
    runtime.journal.trim(before_ms=_now_ms(runtime) - KEEP_MS)
    return 0


def ending_holds(runtime: Runtime, _: Rings) -> int:
    """Have money taken or let go whose hold ends within a day, before the bank does it."""
    return holds.watch(runtime)


def ended_visits(runtime: Runtime, _: Rings) -> int:
    """Forget browsers on host pages that did not come back within a month, and the cards saved there."""
    return visits.forget_expired(runtime)


def erasures(runtime: Runtime, _: Rings) -> int:
    """Blank what was said by those who asked to be forgotten, once their chats have forgotten them."""
    return erasing.go_on_erasing(runtime)


def ending_cards(runtime: Runtime, _: Rings) -> int:
    """Warn travellers of saved cards that end within thirty days."""
    return expiring.warn(runtime)


def old_tries(runtime: Runtime, _: Rings) -> int:
    """Forget cards that were tried more than thirteen months ago."""
    return fraud.forget_old(runtime)


def forsaken_checkouts(runtime: Runtime, _: Rings) -> int:
    """Give checkouts that wait for something without a step that would bring it that step again."""
    return forsaken.take_up(runtime)


def missed_events(runtime: Runtime, _: Rings) -> int:
    """Ring for the events that no webhook brought, and for alerts."""
    runtime.jobs.ring(f"{books.EVENTS}|")
    return 1


def unreconciled(runtime: Runtime, rings: Rings) -> int:
    """Ring for the first day that is over and was not compared yet."""
    name = books.due_night(runtime)
    return rings.ring(runtime, [name]) if name else 0


def unapproved(runtime: Runtime, _: Rings) -> int:
    """End what waited for a second person for a week."""
    return approvals.expire(runtime)


def scheduled_flows(runtime: Runtime, _: Rings) -> int:
    """Put flows live whose time has come, or refuse them and tell their authors."""
    return flow_schedules.carry_out(runtime)


def audit_chain(runtime: Runtime, _: Rings) -> int:
    """Check the chain of the audit of staff, and call staff when it is broken."""
    return audits.watch(runtime)


def staff_notifications(runtime: Runtime, rings: Rings) -> int:
    """Note what staff are to be told of, and ring for the pushes among it."""
    found = staff_news.find(runtime)
    return found + rings.ring(runtime, [f"push|{push}" for push in staff_news.owed_pushes(runtime)])


def old_notifications(runtime: Runtime, _: Rings) -> int:
    """Forget what staff were told of more than a week ago."""
    return staff_news.forget_old(runtime)


def measured(runtime: Runtime, _: Rings) -> int:
    """Set the gauges of money."""
    alerts.measure(runtime)
    return 0


SWEEPS: Mapping[str, tuple[float, Callable[[Runtime, Rings], int]]] = {
    "lost": (5, lost),
    "late_effects": (1, late_effects),
    "late_steps": (1, late_steps),
    "late_setups": (1, late_setups),
    "owed": (1, owed),
    "notices": (1, notices),
    "expired": (1, expired),
    "lapsed_holds": (30, lapsed_holds),
    "ending_holds": (300, ending_holds),
    "trimmed": (60, trimmed),
    "ended_visits": (3600, ended_visits),
    "ending_cards": (86400, ending_cards),
    "erasures": (5, erasures),
    "old_tries": (86400, old_tries),
    "forsaken_checkouts": (60, forsaken_checkouts),
    "missed_events": (600, missed_events),
    "unreconciled": (60, unreconciled),
    "unapproved": (600, unapproved),
    "scheduled_flows": (5, scheduled_flows),
    "audit_chain": (86400, audit_chain),
    **DESK_SWEEPS,
    "measured": (30, measured),
    "staff_notifications": (1, staff_notifications),
    "old_notifications": (86400, old_notifications),
}
"""Every sweep by name, and how many seconds apart it runs."""


def _now_ms(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
