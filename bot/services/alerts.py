"""Numbers and mails that call staff: cases that are open for too long, books that do not prove, money in between."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import get_args

from bot.domain.errors import InvalidError, SendFailedError
from bot.domain.reconciliation import CaseKind
from bot.ports.mailer import Mail
from bot.ports.reconciliation_records import Run
from bot.ports.runtime import Runtime
from bot.services.proofs import cases

_SHOWN = 20
"""Cases of one kind that a mail names."""
_log = logging.getLogger(__name__)


def measure(runtime: Runtime) -> None:
    """Set the gauges of money: how many cases are open, what waits for how long, what has money and no ticket."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        counts = work.reconciliation.open_counts()
        standing = work.reconciliation.standing(now)
    for kind in get_args(CaseKind):
        runtime.meter.set("reconciliation_open", counts.get(kind, (0, now))[0], **{"class": kind})
    runtime.meter.set("ledger_imbalance", counts.get("ledger", (0, now))[0])
    runtime.meter.set("charge_without_ticket", standing.charge_without_ticket)
    runtime.meter.set("ticket_without_charge", standing.ticket_without_charge)
    runtime.meter.set("payments_unknown", standing.unknown)
    for state in _AWAITED:
        since = standing.oldest.get(state, now)
        runtime.meter.set("payment_state_age_seconds", (now - since).total_seconds(), state=state)


_AWAITED = ("created", "authorizing", "requires_action", "charging", "authorized", "capturing", "voiding", "refunding")
"""States of a payment in which an answer may be awaited; `created` and `authorized` with a request on its way."""


def overdue(runtime: Runtime) -> int:
    """Call staff for each kind of case that is open for longer than it may, once a day and kind; gives how many."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        late = [kind for kind, (_, due_at) in work.reconciliation.open_counts().items() if due_at < now]
        open_ = [case for case in cases(work) if case.finding.kind in late and case.due_at < now] if late else []
    told = 0
    for kind in late:
        mine = [case for case in open_ if case.finding.kind == kind]
        told += _tell(
            runtime, kind, [f"{one.finding.subject}  since {one.opened_at:%Y-%m-%d %H:%M} UTC" for one in mine]
        )
    return told


def _tell(runtime: Runtime, kind: CaseKind, lines: Sequence[str]) -> int:
    """Count, log and mail; a mail that cannot be sent now is tried again, and nothing of it is told twice."""
    now = runtime.clock.now()
    name = f"alert {kind}"
    with runtime.records.begin() as work:
        before = work.reconciliation.run(name, now.date())
        if before is not None and before.ended_at is not None:
            return 0
        if before is None:
            work.reconciliation.keep_run(Run(kind=name, day=now.date(), stage="mail", started_at=now))
    if before is None:
        runtime.meter.count("needs_staff", about=f"overdue_{kind}")
        _log.warning("%s cases of the kind %s are open for longer than they may.", len(lines), kind)
    if not _mailed(runtime, kind, lines):
        return int(before is None)
    with runtime.records.begin() as work:
        done = Run(kind=name, day=now.date(), stage="done", started_at=now, ended_at=now, counts={"cases": len(lines)})
        work.reconciliation.keep_run(done)
    return int(before is None)


def _mailed(runtime: Runtime, kind: CaseKind, lines: Sequence[str]) -> bool:
    if not runtime.staff_mail or runtime.mailer is None:
        return True
    shown = [*lines[:_SHOWN], *([f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else [])]
    text = "\n".join(
        [
            f"{len(lines)} cases of the kind {kind} are open for longer than they may.",
            "",
            *shown,
            "",
            "`threadfare books cases` shows all that are open, `threadfare books close` closes one.",
        ]
    )
    mail = Mail(runtime.staff_mail, f"Books: {len(lines)} {kind} overdue", text)
    with suppress(SendFailedError, InvalidError):
        runtime.mailer.send(mail, key=f"alert:{kind}:{runtime.clock.now().date()}")
        return True
    return False
