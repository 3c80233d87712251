"""Puts notices of account activity into messages: one a thread as an event that is owed to it, one by e-mail.

Theory. A message is made in one transaction: its notices are taken out of what waits and get its name, and a thread
is owed the event of that name. From then on it is the same message however often it is handed over: the thread's turn
takes an event once, and a mail has one Message-ID. What is due while a place was told often enough waits, and becomes
a digest (`bot.domain.payment.pace`).
"""

from contextlib import suppress
from datetime import datetime, timedelta

from bot.domain.conversation.activity_events import NOTICE, AccountActivityNoted
from bot.domain.errors import InvalidError, SendFailedError, ThreadfareError
from bot.domain.moments import milliseconds
from bot.domain.payment import pace
from bot.ports.activity_records import MAILBOX, Batch, Outcome, Place
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.services import activity, turns
from bot.services.activity_letters import address_of, letter_of
from bot.services.activity_wishes import wishes_of

MOST_PLACES = 200
"""Places that one sweep tells."""
LEASE = timedelta(seconds=60)
"""Longer than a mail server may take to answer."""
GIVE_UP = timedelta(hours=6)
"""A mail server that was away for a night still gets the mail."""


def hand_over(runtime: Runtime) -> int:
    """Put what is due into messages, and hand them to the threads; gives how many there were. Mails are rung for."""
    with runtime.records.begin() as work:
        places = work.activity.due(runtime.clock.now(), most=MOST_PLACES)
    handed = 0
    for place in places:
        handed += _hand_over(runtime, place)
        if place.name != MAILBOX:
            with suppress(ThreadfareError):  # the sweep of what is owed goes on
                turns.pay_off(runtime, place.name)
    return handed


def open_mails(runtime: Runtime) -> tuple[str, ...]:
    """Ids of mails that wait for a worker: the sweep rings "mail|<id>" for each."""
    if not runtime.mails:
        return ()
    with runtime.records.begin() as work:
        return work.activity.open_mails(runtime.clock.now(), most=MOST_PLACES)


def send_mail(runtime: Runtime, batch_id: str) -> None:
    """Send the mail of a batch, unless somebody else does or has done so; one that fails for now is rung for again.

    Killed in between, it is sent again under the same Message-ID. Raises what the stores raise.
    """
    now = runtime.clock.now()
    if runtime.mailer is None or runtime.letters is None:
        return
    with runtime.records.begin() as work:
        since = work.activity.lease_mail(batch_id, now=now, until=now + LEASE)
        batch = work.activity.batch(batch_id) if since is not None else None
    if batch is None or since is None:
        return
    letter = letter_of(runtime, batch)
    if letter is None:
        _end(runtime, batch_id, "withheld")
        return
    try:
        runtime.mailer.send(runtime.letters.write(letter), key=batch_id)
    except (InvalidError, SendFailedError) as error:
        again = isinstance(error, SendFailedError) and (error.retryable or error.reason == "unknown_outcome")
        if not again or now - since > GIVE_UP:
            _end(runtime, batch_id, "failed")
    else:
        _end(runtime, batch_id, "told")


def _hand_over(runtime: Runtime, place: Place) -> int:
    """Make the message of a place; 0 when there is none, or not yet."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        waiting = work.activity.waiting(place)
        if not waiting:
            return 0
        if not _may_be_told(runtime, work, place):
            work.activity.withhold(place, at=now)
            return 0
        later = pace.next_moment(work.activity.handed(place, since=now - pace.WITHIN), now=now)
        if later is not None:
            work.activity.put_off(place, until=later)
            return 0
        batch = Batch(runtime.ids.new(NOTICE), place, waiting)
        work.activity.hand_over(batch, at=now)
        if place.name != MAILBOX:
            work.talk.owe(Owed(batch.id, place.name, _event(work, batch, now)))
    runtime.meter.count("notices", kind=MAILBOX if place.name == MAILBOX else "thread")
    return 1


def _may_be_told(runtime: Runtime, work: Work, place: Place) -> bool:
    if place.name != MAILBOX:
        return activity.has_thread(work, place.traveller, place.name)
    return bool(address_of(runtime, work, place.traveller))


def _event(work: Work, batch: Batch, now: datetime) -> AccountActivityNoted:
    items, more = pace.chosen(pace.condensed(batch.activities))
    owner = activity.resolved(work, batch.place.traveller)
    if owner is not None and wishes_of(work, owner).quiet_amounts:
        items = pace.without_amounts(items)
    return AccountActivityNoted(batch.id, milliseconds(now), items, more)


def _end(runtime: Runtime, batch: str, outcome: Outcome) -> None:
    with runtime.records.begin() as work:
        work.activity.end_mail(batch, outcome)
    runtime.meter.count("notice_mails", result=outcome)
