"""What is kept of who writes in a thread, and consents by purpose: told, given and taken back, each by its own row.

A consent that is taken back has its effect in the same transaction: saved methods are out of use at once, people and
address are gone from every thread. Whoever wants to know what is allowed asks `bot.services.purposes`.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

import msgspec

from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.conversation.account_events import ConsentChosen, KnownTold
from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.moments import milliseconds
from bot.domain.payment.activity import Activity
from bot.domain.payment.consent import GivenConsent
from bot.domain.payment.history import Line
from bot.domain.privacy import (
    PEOPLE,
    PURPOSES,
    SAVED_METHODS,
    Agreed,
    Choice,
    Kept,
    Known,
    allows,
    can_be_given,
    choice_words,
    is_saved_methods,
)
from bot.ports.money_records import Audit, KeptStep
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import activity, history, purposes, trips, turns, unlinking, wallet
from bot.services.checkouts import go_on
from bot.services.claims import claim

_MOST_TRIPS = 100_000
"""More bookings than anybody has."""
MOST_ACTIVITY = 10_000
"""More than ever happened to an account."""


def tell_known(runtime: Runtime, effect_id: str, thread: str) -> KnownTold:
    """How much is kept of who writes in a thread; raises `UnavailableError`."""
    told = known(runtime, thread)
    quiet = tuple(msgspec.structs.replace(one, words="") for one in told.agreed)
    return KnownTold(effect_id, milliseconds(runtime.clock.now()), msgspec.structs.replace(told, agreed=quiet))


def known(runtime: Runtime, thread: str) -> Known:
    """What is kept of who writes in a thread, by kind, with every consent; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        lines = history.lines_in(work, thread)
        return known_in(work, thread, lines)


def known_in(work: Work, thread: str, lines: tuple[Line, ...]) -> Known:
    """The same inside a transaction, for who has read the payments already."""
    spans, owner = trips.spans(work, thread), work.wallet.traveller_of(thread)
    traveller = work.wallet.traveller(owner)
    profile = traveller.profile if traveller is not None else None
    threads = work.wallet.threads_of(owner) if owner else (thread,)
    given, choices = _consents(work, owner)
    counts = {
        "talk": work.privacy.said(spans),
        "people": len(profile.people) if profile else 0,
        "email": int(bool(profile and profile.email)),
        "trips": len(work.trips.of_spans(spans, most=_MOST_TRIPS)),
        "payments": len(lines),
        "methods": sum(method.state == "active" for method in work.wallet.methods_of(owner)) if owner else 0,
        "settings": _settled(work, traveller),
        "consents": len(given) + len(choices),
        "activity": len(work.activity.of(owner, most=MOST_ACTIVITY)) if owner else 0,
        "devices": sum(len(work.devices.of_thread(one)) for one in threads),
        "chats": len(threads) if len(threads) > 1 else 0,
    }
    allowed = tuple(purpose for purpose in PURPOSES if allows(choices, purpose))
    return Known(tuple(Kept(kind, count) for kind, count in counts.items()), agreed_by(given, choices), allowed)


def _settled(work: Work, traveller: Traveller | None) -> int:
    """How many things a traveller has settled: one a channel, the PIN, and that notices tell no sums."""
    if traveller is None:
        return 0
    pin = work.pins.pin(traveller.id) is not None
    return len(work.wallet.rules(traveller.id)) + pin + traveller.profile.quiet_amounts


def _consents(work: Work, owner: str) -> tuple[tuple[GivenConsent, ...], tuple[Choice, ...]]:
    return (work.wallet.consents_of(owner), work.privacy.choices(owner)) if owner else ((), ())


def agreed_by(given: Iterable[GivenConsent], choices: Iterable[Choice]) -> tuple[Agreed, ...]:
    """Every consent with its words, in order, and when it was taken back, if it was."""
    said = tuple(choices)
    lines = [
        Agreed(c.purpose, c.version, c.language, c.words, c.at, _withdrawn(said, c.purpose, c.at))
        for c in (one.consent for one in given)
    ]
    lines += [
        Agreed(
            one.purpose, one.version, one.language, one.words, one.at, _withdrawn(said[number:], one.purpose, one.at)
        )
        for number, one in enumerate(said)
        if one.given
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


def _withdrawn(choices: tuple[Choice, ...], purpose: str, since: datetime) -> datetime | None:
    """When a consent was taken back: a card, an account and a mandate are saved for one purpose."""
    about = SAVED_METHODS if is_saved_methods(purpose) else purpose
    ends = (one.at for one in choices if not one.given and one.purpose == about and one.at >= since)
    return min(ends, default=None)


def choose(
    runtime: Runtime, effect_id: str, thread: str, wanted: ChooseConsent, *, traveller: str = ""
) -> ConsentChosen:
    """Allow a purpose or take it back, with its effect at once; the same effect again changes nothing.

    `traveller` is whose page it is wanted on, "" in the thread itself, which tells its traveller. Raises `InvalidError`
    for a purpose that is none, or that no word allows, and `ConflictError` when the thread has just come to another
    traveller.
    """
    if wanted.purpose not in PURPOSES or (wanted.given and not can_be_given(wanted.purpose)):
        raise InvalidError("There is no such purpose to choose.")
    now, steps = runtime.clock.now(), tuple[str, ...]()
    with runtime.records.begin() as work:
        work.links.hold(thread)
        owner = wallet.enrolled(runtime, work, thread, now)
        unlinking.check_still(owner, traveller)
        if claim(work, thread, effect_id, wanted):
            choice = _choice(runtime, owner.id, wanted, now)
            work.privacy.choose(choice)
            about = Activity(f"{choice.id}:chosen", "settings_changed", now, thread=thread, told=not traveller)
            activity.note(work, owner.id, about)
            steps = _make_true(runtime, work, owner, choice, about=about)
    with suppress(ThreadfareError):
        turns.pay_off(runtime, thread)
    go_on(runtime, steps)
    return ConsentChosen(effect_id, milliseconds(now), wanted.purpose, wanted.given)


def _choice(runtime: Runtime, traveller: str, wanted: ChooseConsent, now: datetime) -> Choice:
    words, version = "", 0
    if can_be_given(wanted.purpose):
        words, version = choice_words(wanted.purpose, wanted.language, runtime.world().brand.name)
    name = runtime.ids.new("chc")
    return Choice(name, traveller, wanted.purpose, wanted.given, wanted.language, version, words, now)


def _make_true(
    runtime: Runtime, work: Work, traveller: Traveller, choice: Choice, *, about: Activity
) -> tuple[str, ...]:
    """What a choice means at once, in the thread of the activity that it is; gives ids of steps to run."""
    before, after = ("off", "on") if choice.given else ("on", "off")
    work.money.audit(Audit(choice.at, "consent", traveller.id, before, after, choice.purpose))
    if choice.given:
        return ()
    steps = tuple[KeptStep, ...]()
    if choice.purpose == SAVED_METHODS:
        steps = unlinking.dropped(runtime, work, traveller, thread=about.thread, told=about.told)
    if choice.purpose == PEOPLE:
        profile = purposes.without_people(traveller.profile)
        traveller = msgspec.structs.replace(traveller, profile=profile)
    if choice.purpose in (PEOPLE, SAVED_METHODS):
        wallet.tell(work, traveller, at=choice.at)
    return tuple(step.id for step in steps)
