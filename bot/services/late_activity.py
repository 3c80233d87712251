"""News of an account after a platform's window: kinds that must be known go as a template, all of it goes by mail."""

from collections.abc import Iterator

import msgspec

from bot.domain.conversation import notices
from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.notices import Filled
from bot.domain.ids import channel_of
from bot.domain.money import format_money
from bot.domain.payment.activity import Activity
from bot.domain.payment.pace import SECURITY
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services.activity import has_thread
from bot.services.activity_letters import address_of, language_of, moment


class Ways(msgspec.Struct, frozen=True):
    """How news of an account may be told late: the template that fits best, and whether a mail tells all of it."""

    templates: tuple[Filled, ...] = ()
    mailed: bool = False


def ways(runtime: Runtime, work: Work, entry: TurnEntry, event: AccountActivityNoted) -> Ways:
    """The ways for what a turn told; a thread that has left the traveller meanwhile gets no template."""
    batch = work.activity.batch(event.id)
    if batch is None:
        return Ways()
    mailed = work.activity.mails(tuple(one.id for one in batch.activities))
    mailed = mailed and bool(address_of(runtime, work, batch.place.traveller))
    if not has_thread(work, batch.place.traveller, entry.thread):
        return Ways(mailed=mailed)
    language = entry.language or language_of(runtime, work, (entry.thread,))
    first = sorted(event.items, key=lambda one: one.kind not in SECURITY)
    found = (filled for one in first for filled in _filled(runtime, work, entry.thread, one, language=language))
    return Ways(tuple(found)[:1], mailed)


def _filled(runtime: Runtime, work: Work, thread: str, activity: Activity, *, language: str) -> Iterator[Filled]:
    """The templates of an activity that are approved and whose values are known, the one that tells more first."""
    for name in (f"activity_{activity.kind}", f"activity_{activity.kind}_quiet"):
        form = runtime.notices.get(name)
        approved = work.templates.approved(channel_of(thread), form.template) if form else ()
        served = [one for one in approved if form and one in form.texts]
        if form is None or not served:
            continue
        chosen = language if language in served else served[0]
        filled = notices.filled(form, _facts(runtime, activity, chosen), language=chosen, suffix="")
        if filled is not None:
            yield filled


def _facts(runtime: Runtime, activity: Activity, language: str) -> dict[str, str]:
    told = {
        "about": activity.about,
        "amount": format_money(activity.money, language) if activity.money is not None else "",
        "when": moment(activity.at, runtime.world().brand.zone, language),
    }
    return {name: notices.value_of(text) for name, text in told.items()}
