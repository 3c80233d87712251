"""The browsers in which travellers pay and open their wallets: one that was never seen before is told of.

A browser is known by the hash of a name that its cookie holds. It belongs to the thread in which it was met, and so
to whoever has that thread: chats that are linked bring theirs along, and one that changed hands leaves them behind.
"""

from datetime import datetime

from bot.domain.ids import digest
from bot.domain.payment.activity import Activity
from bot.ports.device_records import KnownDevice
from bot.ports.records import Work
from bot.services import activity


def meet(work: Work, thread: str, browser: str, *, now: datetime) -> None:
    """Remember a browser, by its hash, in which something of a thread's was opened; `now` is UTC.

    The thread's traveller is told of a browser that none of their chats has met, unless it is the first of all.
    """
    owner = work.wallet.traveller_of(thread)
    known = [device for one in (work.wallet.threads_of(owner) or (thread,)) for device in _of(work, one)]
    mine = next((device for device in known if (device.thread, device.browser) == (thread, browser)), None)
    work.devices.keep(KnownDevice(thread, browser, mine.first_seen if mine else now, now))
    if known and owner and browser not in {device.browser for device in known}:
        name = f"{owner}:new_device:{digest(f'{thread}|{browser}')}"
        activity.note(work, owner, Activity(name, "new_device", now, thread=thread))


def _of(work: Work, thread: str) -> list[KnownDevice]:
    """The browsers of a thread since it came to whom it belongs to now."""
    since = max((parted.at for parted in work.links.partings(thread)), default=None)
    return [device for device in work.devices.of_thread(thread) if since is None or device.last_seen > since]
