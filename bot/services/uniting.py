"""Making one traveller of two, or giving a thread to a traveller: profile, cards, chats and bookings follow.

The caller holds the rows of both travellers. The one who came first stays; the other's row is kept, because what was
agreed to under its name can never be changed, and says into whom it was merged. Bookings belong to threads, so they
follow without being touched.
"""

from datetime import datetime

import msgspec

from bot.domain.conversation.profile import Profile, united
from bot.domain.flow.linked_chats import JOINED
from bot.domain.ids import parse_thread
from bot.domain.payment.wallet_rules import united as united_rules
from bot.ports.link_records import LinkCode
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import wallet


def unite(
    runtime: Runtime, work: Work, who: tuple[Traveller, Traveller | None], *, code: LinkCode, thread: str
) -> tuple[str, ...]:
    """Give a thread, and the traveller it has, to the account of a code; every other thread hears of it.

    `who` is the account and the thread's traveller. Gives ids of steps to run: a card that both had is kept once.
    """
    account, mine = who
    now = runtime.clock.now()
    came = work.wallet.threads_of(account.id)
    steps: tuple[str, ...] = ()
    kept = account
    if mine is None:
        work.links.link(thread, account.id, at=now)
    elif mine.id != account.id:
        kept, steps = _merged(runtime, work, account, mine)
    told = max(kept.profile.revision, wallet.told_of(work, thread))
    kept = msgspec.structs.replace(kept, profile=msgspec.structs.replace(kept.profile, revision=told))
    wallet.tell(work, kept, at=now, besides=_news(work, kept, code, thread=thread, came=came))
    return steps


def _news(
    work: Work, kept: Traveller, code: LinkCode, *, thread: str, came: tuple[str, ...]
) -> dict[str, tuple[str, str]]:
    """What each other thread is told: on which channel the chat is that it shares everything with now."""
    here = parse_thread(thread).channel
    there = parse_thread(code.thread).channel if code.purpose == "chat" else ""
    others = (other for other in work.wallet.threads_of(kept.id) if other != thread)
    return {other: (JOINED, here if other in came else there) for other in others}


def _merged(runtime: Runtime, work: Work, account: Traveller, mine: Traveller) -> tuple[Traveller, tuple[str, ...]]:
    stays, goes = sorted((account, mine), key=_first)
    _settle_guards(work, account, mine, stays=stays)
    steps = _move_methods(runtime, work, goes.id, to=stays.id)
    work.links.move(goes.id, stays.id)
    emptied = Profile(goes.profile.revision)
    work.wallet.save_traveller(msgspec.structs.replace(goes, profile=emptied, merged_into=stays.id))
    return msgspec.structs.replace(stays, profile=united(account.profile, mine.profile)), steps


def _move_methods(runtime: Runtime, work: Work, gone: str, *, to: str) -> tuple[str, ...]:
    steps = []
    has_preferred = any(method.preferred for method in work.wallet.methods_of(to))
    for method in work.wallet.methods_of(gone):
        work.wallet.save_method(msgspec.structs.replace(method, preferred=False))
        moved = msgspec.structs.replace(method, traveller=to, preferred=method.preferred and not has_preferred)
        work.wallet.save_method(moved)
        for twin in wallet.same_card(work, moved)[:1] if moved.state == "active" else ():
            for step in wallet.take_place(runtime, work, twin, (moved,)):
                work.money.add_step(step)
                steps.append(step.id)
    return tuple(steps)


def _settle_guards(work: Work, account: Traveller, mine: Traveller, *, stays: Traveller) -> None:
    """Rules and PIN of the one who stays: whatever either forbade is forbidden, and the PIN of either guards all.

    Two PINs never meet here: whoever has one each is not united (`has_two_pins`).
    """
    rules = united_rules(work.wallet.rules(account.id), work.wallet.rules(mine.id))
    pin = work.pins.pin(account.id) or work.pins.pin(mine.id)
    for one in (account, mine):
        work.wallet.save_rules(one.id, rules if one.id == stays.id else ())
        work.pins.forget(one.id)
    if pin is not None:
        work.pins.save(msgspec.structs.replace(pin, traveller=stays.id))


def has_two_pins(work: Work, account: Traveller, mine: Traveller | None) -> bool:
    """Whether both have a PIN of their own: whichever stayed would open the cards that the other one guarded."""
    if mine is None or mine.id == account.id:
        return False
    return all(work.pins.pin(one.id) is not None for one in (account, mine))


def _first(traveller: Traveller) -> tuple[datetime, str]:
    return traveller.began_at, traveller.id
