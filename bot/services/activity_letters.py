"""The mail about account activity: to whom it goes, in which language, and what it says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.flow.activity_words import headline, sentence
from bot.domain.flow.texts import fill
from bot.domain.ids import channel_of
from bot.domain.payment import pace
from bot.domain.payment.activity import Activity
from bot.domain.shopping.display import day_text, local
from bot.ports.activity_records import Batch
from bot.ports.mailer import Letter
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import activity
from bot.services.activity_wishes import wishes_of

ACTIVITY = "activity"
"""The one mail for all kinds: its sentences come from the catalogue, as those in threads do."""


def letter_of(runtime: Runtime, batch: Batch) -> Letter | None:
    """The mail that tells a batch, None when the traveller is gone, has no address, or wants no mails."""
    with runtime.records.begin() as work:
        owner = activity.resolved(work, batch.place.traveller)
        to = address_of(runtime, work, batch.place.traveller)
        if owner is None or not to:
            return None
        quiet = wishes_of(work, owner).quiet_amounts
        threads = work.wallet.threads_of(owner.id)
        language = language_of(runtime, work, (*(one.thread for one in batch.activities), *threads))
    items, more = pace.chosen(pace.condensed(batch.activities))
    items = pace.without_amounts(items) if quiet else items
    return Letter(
        name=ACTIVITY,
        language=language,
        to=to,
        facts=facts_of(runtime, items, language, more=more),
        back=door_of(runtime, threads),
    )


def address_of(runtime: Runtime, work: Work, traveller: str) -> str:
    """Where a traveller is told by mail: the address of their bookings; "" when there is none or no mail is wanted."""
    owner = activity.resolved(work, traveller)
    wanted = runtime.mails and owner is not None and wishes_of(work, owner).by_mail
    return owner.profile.email if wanted and owner is not None else ""


def facts_of(runtime: Runtime, items: tuple[Activity, ...], language: str, *, more: int = 0) -> dict[str, str]:
    """What the mail names: a headline, everything that happened with its time, and the words that call a person."""
    world = runtime.world()

    def words(key: str, said: Mapping[str, Any]) -> str:
        template = world.text(key, language)
        known = {"brand.name": world.brand.name, **{f"said.{name}": value for name, value in said.items()}}
        return fill(template, known.get, lambda _, value: str(value), language=language) if template is not None else ""

    def told(one: Activity) -> str:
        return f"{sentence(one, words, language=language)}\n{moment(one.at, world.brand.zone, language)}"

    parts = [told(one) for one in items]
    if more:
        parts.append(words("activity_more", {"count": more}))
    return {"headline": headline(items, words, more), "news": "\n\n".join(parts), "person": words("person_button", {})}


def language_of(runtime: Runtime, work: Work, threads: tuple[str, ...]) -> str:
    """The language of the first of some threads in which anybody has talked, else the brand's first one."""
    for thread in dict.fromkeys(filter(None, threads)):
        talk = runtime.conversations.load(thread) or work.talk.conversation(thread)
        if talk is not None and talk.language:
            return talk.language
    return runtime.world().brand.languages[0]


def door_of(runtime: Runtime, threads: tuple[str, ...]) -> str:
    """The way back into the first of some threads that has one; it opens the app, and lets nobody in."""
    doors = {"webchat": f"{runtime.public_url}/chat", **runtime.doors}
    return next((doors[channel] for channel in map(channel_of, threads) if channel in doors), "")


def moment(at: datetime, zone: str, language: str) -> str:
    """A time as the airline's clock shows it: "Tue 24 Nov, 11:00 CET"."""
    here = local(at, zone)
    return f"{day_text(here.date(), language)}, {here:%H:%M %Z}"
