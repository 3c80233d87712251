"""Taking a chat away from its traveller: because somebody wants it, because its number changed, or because it was left.

The chat forgets the traveller at once, with a profile of nobody under a higher revision. The traveller loses nothing:
what was booked in the chat until then stays theirs. Whoever writes in a chat whose number changed may be a stranger,
and sees nothing of what was booked in it before.
"""

from contextlib import suppress

import msgspec

from bot.domain.conversation.effects import UnlinkChat
from bot.domain.conversation.events import ProfileChanged
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.conversation.profile import Profile
from bot.domain.errors import ConflictError, ThreadfareError
from bot.domain.flow.linked_chats import CHANGED, GONE, LEFT, UNLINKED
from bot.domain.ids import parse_thread
from bot.domain.moments import milliseconds
from bot.domain.payment.activity import Activity
from bot.domain.payment.instrument import shown
from bot.domain.payment.method import in_order
from bot.ports.link_records import Parted, PartedBy
from bot.ports.money_records import KeptStep
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Owed
from bot.ports.wallet_records import Traveller
from bot.services import activity, turns, wallet
from bot.services.checkouts import go_on
from bot.services.claims import claim

_TELLS: dict[PartedBy, tuple[str, str]] = {
    "unlinked": (LEFT, UNLINKED),
    "changed": (CHANGED, ""),
    "left": ("", ""),
    "erased": ("", ""),
}
"""Why a chat goes -> the news for the others, and for the chat itself."""


def unlink(runtime: Runtime, effect_id: str, thread: str, wanted: UnlinkChat) -> None:
    """Take one of their chats away from the traveller of a thread; of the last one the saved cards go, too."""
    steps, target = tuple[KeptStep, ...](), ""
    with runtime.records.begin() as work:
        if not claim(work, thread, effect_id, wanted):
            return
        traveller = wallet.holding(work, thread)
        if traveller is None:
            return
        threads = work.wallet.threads_of(traveller.id)
        target = next((one for one in threads if wallet.chat_id(traveller.id, one) == wanted.chat), "")
        if target:
            steps = dropped(runtime, work, traveller, thread=target) if len(threads) == 1 else ()
            part(runtime, work, traveller, target, cause=effect_id, reason="unlinked")
        else:
            wallet.tell(work, traveller, at=runtime.clock.now(), besides={thread: (GONE, "")})
    for one in dict.fromkeys((thread, *threads)):
        with suppress(ThreadfareError):
            turns.pay_off(runtime, one)
    go_on(runtime, tuple(step.id for step in steps))


def identity_changed(runtime: Runtime, thread: str, event: IdentityChanged) -> IdentityChanged:
    """Take a thread away from its traveller because somebody else may write in it now; again changes nothing.

    It is done before the thread's turn, so that no moment shows a stranger what is not theirs; gives the event with
    what that turn has to know. Saved cards stay with the traveller, who comes back to them by a code. A talk without
    a traveller is noted as well: what is being paid for in it is not the next one's. Raises `UnavailableError`.
    """
    others: tuple[str, ...] = ()
    with runtime.records.begin() as work:
        work.links.hold(thread)
        traveller, booked = wallet.holding(work, thread), bool(work.trips.of_thread(thread, most=1))
        if traveller is not None:
            others = work.wallet.threads_of(traveller.id)
            part(runtime, work, traveller, thread, cause=event.id, reason="changed")
        elif booked or runtime.conversations.load(thread) or work.talk.conversation(thread):
            moment, revision = runtime.clock.now(), wallet.told_of(work, thread) + 1
            work.links.part(Parted(thread, event.id, "", moment, "changed", revision))
        had = any(parted.cause == event.id and parted.traveller for parted in work.links.partings(thread))
        revision = wallet.told_of(work, thread)
    for other in others:
        with suppress(ThreadfareError):
            if other != thread:
                turns.pay_off(runtime, other)
    return msgspec.structs.replace(event, known=had or booked, revision=revision)


def check_still(traveller: Traveller | None, whose: str) -> None:
    """Raise `ConflictError` when a page stands in somebody else's wallet than the thread's; "" is no page."""
    if whose and (traveller is None or traveller.id != whose):
        raise ConflictError("The thread of a page has come to another traveller.")


def part(runtime: Runtime, work: Work, traveller: Traveller, target: str, *, cause: str, reason: PartedBy) -> None:
    """Take a thread away from a traveller whose row is held; both are told, in this transaction.

    `cause` is the id of what wants it: the same once more changes nothing.
    """
    now, revision = runtime.clock.now(), traveller.profile.revision + 1
    if not work.links.part(Parted(target, cause, traveller.id, now, reason, revision)):
        return
    work.links.retire_codes(target, at=now)
    news, own = _TELLS[reason]
    channel = parse_thread(target).channel
    wallet.tell(work, traveller, at=now, news=news, method=channel)
    name, moment = f"{traveller.id}:{revision}:parted", milliseconds(now)
    work.talk.owe(Owed(name, target, ProfileChanged(name, moment, Profile(revision), own, channel)))


def dropped(
    runtime: Runtime, work: Work, traveller: Traveller, *, thread: str = "", told: bool = True
) -> tuple[KeptStep, ...]:
    """Take every saved method of a traveller out of use; gives the steps, which are stored.

    Each is noted as removed in a thread, which tells its traveller by itself if `told` says so; without one nothing is.
    """
    gone, steps = in_order(work.wallet.methods_of(traveller.id)), list[KeptStep]()
    for method in gone:
        card, now = work.money.instrument(method.instrument), runtime.clock.now()
        about = shown(card) if card is not None else ""
        steps.append(wallet.drop(runtime, work, method))
        work.money.add_step(steps[-1])
        if thread:
            removed = Activity(f"{method.id}:removed", "method_removed", now, about, thread=thread, told=told)
            activity.note(work, traveller.id, removed)
    return tuple(steps)
