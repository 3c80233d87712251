"""Forgetting a traveller: at once what is live, then their transcripts; what the law wants kept stays.

Theory. One transaction decides it: methods leave (the gateway and the vault forget them by steps), consents are taken
back, people and address are gone, every chat leaves the traveller and is owed the news that makes it forget. Only
when a chat's turn of forgetting is in the archive is its transcript blanked up to there, because what was said before
may reach the archive after the decision. So it may be killed anywhere: before the decision nothing has happened;
after it the sweeps hand over what is owed, and `go_on_erasing` finds what is still to be blanked. Open pages are told
after the commit that blanked, and an erasure ends after they were told: none goes on showing what is gone.

What must stay true: nobody is forgotten while money is under way; orders, ledger, consents, mandates and audit stay;
the traveller's row stays empty, because consents name it. A method that was on its way when its traveller was forgotten
is not kept (`bot.services.keeping`), and what is written of it goes when it has ended.
"""

from contextlib import suppress
from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.conversation.account_effects import EraseTraveller
from bot.domain.conversation.account_events import ErasureRefused, TravellerErased
from bot.domain.conversation.profile import Profile
from bot.domain.errors import ThreadfareError
from bot.domain.ids import digest, effect_name
from bot.domain.moments import milliseconds
from bot.domain.privacy import PURPOSES, Choice, allows
from bot.ports.link_records import Parted
from bot.ports.live import LiveNote
from bot.ports.money_records import Audit
from bot.ports.privacy_records import Erasure
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.ports.trip_records import Span
from bot.ports.wallet_records import Traveller
from bot.services import trips, turns, unlinking, wallet
from bot.services.checkouts import go_on
from bot.services.claims import claim
from bot.services.fraud_names import named

MOST = 20
"""Erasures that one sweep goes on with."""

_Blanked = Literal["later", "now", "before"]


class _Round(msgspec.Struct, frozen=True):
    """What one sweep did for an erasure: threads whose pages are to be told, and whether nothing is left to do."""

    erasure: str
    gone: tuple[str, ...]
    whole: bool


def erase(
    runtime: Runtime, effect_id: str, thread: str, effect: EraseTraveller, *, whose: str = ""
) -> ErasureRefused | None:
    """Forget who writes in a thread, once however often it is asked; None when that is decided, and owed to the thread.

    `whose` is the traveller on whose page it is wanted, "" in the thread itself. Refused, with nothing changed, while a
    payment or a refund of theirs is under way. Raises `UnavailableError`, and `ConflictError` when the thread has just
    come to another traveller: both are worth trying again.
    """
    now, steps = runtime.clock.now(), tuple[str, ...]()
    threads: tuple[str, ...] = (thread,)
    with runtime.records.begin() as work:
        work.links.hold(thread)
        traveller = wallet.holding(work, thread)
        unlinking.check_still(traveller, whose)
        spans = trips.spans(work, thread)
        if work.privacy.is_busy(spans):
            return ErasureRefused(effect_id, milliseconds(now))
        if claim(work, thread, effect_id, effect):
            threads = work.wallet.threads_of(traveller.id) if traveller is not None else (thread,)
            name = f"ers_{digest(effect_name(thread, effect_id))}"
            erasure = Erasure(name, traveller.id if traveller is not None else "", thread, now, _open(spans, threads))
            steps = _decide(runtime, work, erasure, traveller, threads=threads)
    for one in threads:
        with suppress(ThreadfareError):
            turns.pay_off(runtime, one)
    go_on(runtime, steps)
    return None


def _open(spans: tuple[Span, ...], threads: tuple[str, ...]) -> tuple[Span, ...]:
    """The spans to blank; those of threads that they still have end where the thread forgets."""
    return tuple(span for span in spans if span.until is not None or span.thread in threads)


def _decide(
    runtime: Runtime, work: Work, erasure: Erasure, traveller: Traveller | None, *, threads: tuple[str, ...]
) -> tuple[str, ...]:
    """Everything that is true from the commit on; gives ids of steps to run."""
    steps = _emptied(runtime, work, traveller, erasure) if traveller is not None else ()
    revisions = [wallet.told_of(work, one) for one in threads]
    revision = max([*revisions, traveller.profile.revision if traveller is not None else 0]) + 1
    for one in threads:
        work.links.part(Parted(one, erasure.id, erasure.traveller, erasure.asked_at, "erased", revision))
        event = TravellerErased(told_as(erasure, one), milliseconds(erasure.asked_at), revision, one == erasure.thread)
        work.talk.owe(Owed(event.id, one, event))
        work.devices.forget(one)
        work.drafts.forget(one)
    work.privacy.forget_ties(erasure.traveller, threads)
    _forget_tries(runtime, work, erasure.traveller, threads)
    work.privacy.begin_erasure(erasure)
    _audit(work, erasure, "kept", "forgetting", at=erasure.asked_at)
    return steps


def _forget_tries(runtime: Runtime, work: Work, traveller: str, threads: tuple[str, ...]) -> None:
    """Cards that were tried are counted on, by card and by device; not by whom."""
    chats = [named(runtime.secret, "thread", one) for one in threads]
    people = [named(runtime.secret, "traveller", one) for one in (traveller, *threads)]
    work.fraud.forget(*chats, *people)


def told_as(erasure: Erasure, thread: str) -> str:
    """The id of the news that makes a thread forget."""
    return f"{erasure.id}:{wallet.chat_id(erasure.traveller, thread)}"


def _emptied(runtime: Runtime, work: Work, traveller: Traveller, erasure: Erasure) -> tuple[str, ...]:
    steps = unlinking.dropped(runtime, work, traveller)
    choices = work.privacy.choices(traveller.id)
    for purpose in PURPOSES:
        if allows(choices, purpose):
            name = f"{erasure.id}:{purpose}"
            work.privacy.choose(Choice(name, traveller.id, purpose, False, "", 0, "", erasure.asked_at))
    work.pins.forget(traveller.id)
    work.activity.forget(traveller.id)
    work.wallet.save_rules(traveller.id, ())
    nobody = Profile(traveller.profile.revision + 1)
    work.wallet.save_traveller(msgspec.structs.replace(traveller, profile=nobody))
    return tuple(step.id for step in steps)


def go_on_erasing(runtime: Runtime) -> int:
    """Blank the transcripts of those who asked to be forgotten, as far as their chats have forgotten them.

    Safe to run anywhere and again; gives how many erasures came to their end. Raises `UnavailableError`.
    """
    with runtime.records.begin() as work:
        rounds = [_round(work, erasure) for erasure in work.privacy.erasures(most=MOST)]
    gone = dict.fromkeys(thread for one in rounds for thread in one.gone)
    if gone:
        runtime.live.publish(tuple(LiveNote("", thread, "erased", 0) for thread in gone))
    return _finish(runtime, {one.erasure for one in rounds if one.whole})


def _round(work: Work, erasure: Erasure) -> _Round:
    """Blank what can be blanked: at the end pages are told of every thread, should nobody have come to it before."""
    blanked = [(span.thread, _blank(work, erasure, span)) for span in erasure.spans]
    closed = not erasure.traveller or work.privacy.forget_pages(erasure.traveller)
    whole = closed and all(state != "later" for _, state in blanked)
    return _Round(erasure.id, tuple(thread for thread, state in blanked if whole or state == "now"), whole)


def _finish(runtime: Runtime, whole: set[str]) -> int:
    """End the erasures of which nothing is left to do, and whose pages were told; gives how many."""
    if not whole:
        return 0
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        over = [erasure for erasure in work.privacy.erasures(most=MOST) if erasure.id in whole]
        for erasure in over:
            work.privacy.finish_erasure(erasure.id, at=now)
            _audit(work, erasure, "forgetting", "forgotten", at=now)
    return len(over)


def _blank(work: Work, erasure: Erasure, span: Span) -> _Blanked:
    """How a span is blank: later, because the turn in which the chat forgot is not archived; now, or before already."""
    event = "" if span.until is not None else told_as(erasure, span.thread)
    until = work.privacy.forgot_at(span.thread, event) if event else span.until
    if until is None:
        return "later"
    if event:
        work.drafts.forget(span.thread)
    _forget_beside(work, span, until=until)
    return "now" if work.privacy.blank(span, event=event) else "before"


def _forget_beside(work: Work, span: Span, *, until: datetime) -> None:
    """What stands beside a talk goes with it: notes of agents for themselves or each other, and files of both sides."""
    bounds = {"since": milliseconds(span.since) if span.since is not None else 0, "until": milliseconds(until)}
    work.private_notes.forget(span.thread, **bounds)
    work.assignments.forget_notes(span.thread, **bounds)
    work.files.forget(span.thread, **bounds)


def _audit(work: Work, erasure: Erasure, before: str, after: str, *, at: datetime) -> None:
    work.money.audit(Audit(at, "erasure", erasure.traveller or "nobody", before, after, "asked"))
