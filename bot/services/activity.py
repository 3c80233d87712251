"""Activity of accounts: noted in the transaction in which it happens, and told in every linked chat and by e-mail.

Theory. Whatever happens is one row, whose id is that of the change itself, so that a change that is made again is not
noted again. With it stands a notice for each place that is to be told: the threads that the traveller has at that
moment, and the mailbox. `bot.services.activity_notices` puts notices that wait into messages. What must stay true: a
notice is in one message at most; a thread that left the traveller meanwhile is told nothing, which is looked at when
the message is made, when the thread takes it, and in the turn itself.
"""

from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.payment.activity import Activity
from bot.domain.payment.pace import SETTLES
from bot.ports.activity_records import MAILBOX
from bot.ports.records import Work
from bot.ports.talk_records import Owed
from bot.ports.wallet_records import Traveller


def note(work: Work, traveller: str, activity: Activity) -> None:
    """Note what happened to a traveller's account, once however often it is noted; "" for a traveller is nobody.

    Of who has no chat and no address there is nobody to tell: nothing is written of who was forgotten.
    """
    owner = resolved(work, traveller)
    mine = work.wallet.threads_of(owner.id) if owner is not None else ()
    if owner is None or not (mine or owner.profile.email):
        return
    silent = {activity.thread} if activity.told else set[str]()
    threads = (thread for thread in mine if thread not in silent)
    work.activity.add(owner.id, activity, places=(*threads, MAILBOX), due_at=activity.at + SETTLES)


def resolved(work: Work, traveller: str) -> Traveller | None:
    """The traveller of an id, under which somebody may have been known before; None for nobody."""
    found = work.wallet.traveller(traveller) if traveller else None
    while found is not None and found.merged_into:
        found = work.wallet.traveller(found.merged_into)
    return found


def has_thread(work: Work, traveller: str, thread: str) -> bool:
    """Whether a thread is a traveller's now: one that is not may be a stranger's."""
    owner = resolved(work, traveller)
    return owner is not None and work.wallet.traveller_of(thread) == owner.id


def is_anothers(work: Work, debt: Owed) -> bool:
    """Whether a thread is owed news of an account that is not its traveller's any more: nobody takes it."""
    if not isinstance(debt.event, AccountActivityNoted):
        return False
    batch = work.activity.batch(debt.event.id)
    return batch is None or not has_thread(work, batch.place.traveller, debt.thread)
