"""Channel accounts: which cannot send, since when and why; staff are told once, and once more when it works again."""

import logging

from bot.domain.conversation.channel_events import WritingRefused
from bot.domain.conversation.refusals import MUTING, STOPPING, policy_of
from bot.domain.conversation.statuses import MessageFailed
from bot.domain.errors import ThreadfareError
from bot.domain.moments import milliseconds
from bot.ports.account_records import FORGET_MS, AccountTrouble
from bot.ports.channel import TokenKeeper, Told
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import turns

LATE_SECONDS = 600.0
"""How long an account counts as in trouble whose messages were taken and then failed."""
_LATE = "Messages were taken and could not be delivered: the platform holds the account back."

_log = logging.getLogger(__name__)


def stopped(runtime: Runtime, account: str, *, reason: str, detail: str, seconds: float) -> None:
    """Note that an account cannot send for a while; raises `UnavailableError`.

    Whoever notes it first tells staff; couriers that meet the same later only say when they try again.
    """
    now = milliseconds(runtime.clock.now())
    until = now + int(seconds * 1000)
    with runtime.records.begin() as work:
        is_news = work.accounts.note_trouble(AccountTrouble(account, reason, detail, now, until))
    runtime.meter.set("account_paused_until", until // 1000, account=account)
    if not is_news:
        return
    if policy_of(reason).staff:
        call_staff(runtime, account, reason, detail)
    else:
        _log.warning("%s rests until %s s: %s", account, until // 1000, detail)
    _redraw(runtime)


def works(runtime: Runtime, account: str) -> None:
    """Note that an account sends again; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        was_in_trouble = work.accounts.note_end(account)
    runtime.meter.set("account_paused_until", 0, account=account)
    if was_in_trouble:
        _log.warning("%s sends again.", account)
        _redraw(runtime)


def keep_token(runtime: Runtime, account: str, keeper: TokenKeeper) -> None:
    """Refresh a token that grows old; never raises: what goes wrong is told to staff, weeks before it matters."""
    try:
        if keeper.refresh(runtime.clock.now().timestamp()):
            _log.warning("The token of %s was refreshed.", account)
    except ThreadfareError as error:
        call_staff(runtime, account, "token", f"It could not be refreshed: {error.say_to_staff}")


def call_staff(runtime: Runtime, account: str, reason: str, detail: str) -> None:
    """Say in the log and the metrics that only a person can mend something."""
    runtime.meter.count("needs_staff", about=f"channel_{reason}")
    _log.error("%s needs a person (%s): %s", account, reason, detail)


def troubles(runtime: Runtime) -> tuple[AccountTrouble, ...]:
    """Every account that cannot send now, the longest first; raises `UnavailableError`."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        return tuple(one for one in work.accounts.troubles() if now <= one.until + FORGET_MS)


def follow(runtime: Runtime, told: Told) -> None:
    """Draw what follows from a message that a platform took and then failed; raises what `turns.take` raises."""
    status = told.status
    if not isinstance(status, MessageFailed):
        return
    runtime.meter.count("sends", channel=told.thread.channel, result=f"late_{status.reason}")
    account = f"{told.thread.channel}:{told.thread.account}"
    if status.reason in MUTING:
        turns.take(runtime, str(told.thread), WritingRefused(f"{status.id}:refused", status.at, status.reason))
    elif status.reason in STOPPING:
        stopped(runtime, account, reason=status.reason, detail=_LATE, seconds=LATE_SECONDS)


def _redraw(runtime: Runtime) -> None:
    """Open pages of the desk draw their list again, which the troubles stand above."""
    runtime.live.publish((LiveNote("", "", "desk", 0),))
