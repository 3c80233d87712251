"""What goes out after a platform's window: an agent's words under their tag, news as a template, or all of it by mail.

The courier asks here when it finds a window closed, or when a platform says that it is. The ways are tried in the
order of `bot.domain.conversation.window.way`; one that is refused for good gives way to the next, and when none is
left the failure says so to the desk. Everything is read from SQL at that moment: the order's facts, the address that
tickets go to, and what the platform said of its templates last.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import msgspec

from bot.domain.booking.ics import calendar
from bot.domain.checkout_case import Checkout
from bot.domain.conversation import notices, window
from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.desk_events import MessageRepeated, TemplateChosen
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import Event
from bot.domain.conversation.messages import spoken
from bot.domain.conversation.notices import Filled, Notice
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.window import How, Occasion
from bot.domain.errors import InvalidError, SendFailedError
from bot.domain.ids import channel_of, effect_name, parse_thread
from bot.domain.moments import milliseconds
from bot.domain.shopping.display import Look
from bot.ports.mailer import Attachment, Letter
from bot.ports.runtime import Runtime
from bot.services import agent_templates, late_activity, refusals, wallet
from bot.services.trip_links import trip_url
from bot.services.trips import of_link

ANSWERED = "agent_answered"
"""The mail in which an agent's words go."""


class Late(msgspec.Struct, frozen=True):
    """How something went after all, and the platform's id of it, "" when it has none."""

    how: How
    platform_id: str = ""


class _Case(msgspec.Struct, frozen=True, kw_only=True):
    """Something late with all that may be needed to tell it."""

    thread: str
    said: Said
    by_person: bool
    last_heard: int
    letter: Letter
    templates: tuple[Filled, ...] = ()
    booked: bool = False
    mailed: bool = False
    """Whether a mail tells it in any case: none is sent for it here."""


def can_be_late(event: Event | None) -> bool:
    """Whether what an event made us say may go another way: news that must be known, and words of an agent."""
    told = isinstance(event, TemplateChosen | AccountActivityNoted) or is_typed(event)
    return told or notices.notice_of(event) is not None


def is_typed(event: Event | None) -> bool:
    """Whether an agent typed what an event made us say, even if it is said once more."""
    return isinstance(event, AgentSpoke) or (isinstance(event, MessageRepeated) and event.author != "bot")


def say_late(runtime: Runtime, entry: TurnEntry, said: Said) -> Late:
    """Tell what a turn said, of which `said` comes first, by the best way that is left.

    Raises `SendFailedError`: window_closed when no way is left, else what may be tried again; and `UnavailableError`.
    """
    case = _case(runtime, entry, said)
    refused: set[str] = {"free"}
    while True:
        how = window.way(_occasion(runtime, case, frozenset(refused)))
        if how == "none":
            words = "The channel's window is closed, and there is no other way to tell it."
            raise SendFailedError(words, reason="window_closed", retryable=False)
        try:
            done = Late(how, _WAYS[how](runtime, case))
        except InvalidError:
            refused.add(how)
        except SendFailedError as error:
            if error.retryable or error.reason == "unknown_outcome":
                raise
            refused.add(how)
        else:
            runtime.meter.count("late", channel=channel_of(case.thread), kind=how)
            return done


def _occasion(runtime: Runtime, case: _Case, refused: frozenset[str]) -> Occasion:
    return Occasion(
        channel=channel_of(case.thread),
        now_ms=_now_ms(runtime),
        last_heard=case.last_heard,
        by_person=case.by_person,
        approved=bool(case.templates),
        address=case.mailed or bool(case.letter.to and runtime.mailer and runtime.letters),
        refused=refused,
    )


def _case(runtime: Runtime, entry: TurnEntry, said: Said) -> _Case:
    with runtime.records.begin() as work:
        event = refusals.refused_event(work, entry, said) if refusals.was_refused(entry) else entry.event
        talk = runtime.conversations.load(entry.thread) or work.talk.conversation(entry.thread)
        if isinstance(event, AccountActivityNoted):
            return _of_account(entry, said, talk, late_activity.ways(runtime, work, entry, event))
        if isinstance(event, TemplateChosen):
            return _chosen(entry, said, talk, agent_templates.filled(runtime, work, entry.thread, event))
        notice = notices.notice_of(event)
        if notice is None:
            return _words_of_agent(runtime, entry, said, talk)
        found = work.money.checkout_of(entry.thread, notice.checkout)
        checkout = work.money.checkout(found) if found else None
        if checkout is None:
            raise SendFailedError("News names a checkout that is not kept.", reason="window_closed", retryable=False)
        form = runtime.notices.get(notice.name)
        if form is None or wallet.changed_since(work, checkout) is not None:
            approved: tuple[str, ...] = ()  # a number that changed hands is not told where somebody flies
        else:
            approved = work.templates.approved(channel_of(entry.thread), form.template)
    return _news(runtime, entry, said, _Told(notice, checkout, talk, approved))


class _Told(msgspec.Struct, frozen=True):
    notice: Notice
    checkout: Checkout
    talk: Conversation | None
    approved: tuple[str, ...]


def _of_account(entry: TurnEntry, said: Said, talk: Conversation | None, ways: late_activity.Ways) -> _Case:
    """News of an account: as a template where one must be told at once; the mail that tells all of it goes anyway."""
    return _Case(
        thread=entry.thread,
        said=said,
        by_person=False,
        last_heard=talk.last_heard if talk else 0,
        letter=Letter(name="", language="", to="", facts={}),
        templates=ways.templates,
        mailed=ways.mailed,
    )


def _chosen(entry: TurnEntry, said: Said, talk: Conversation | None, told: agent_templates.Told) -> _Case:
    """A template that an agent sends; where it is not approved any more a mail says the same."""
    letter = Letter(name=told.name, language=entry.language, to=address_of(talk), facts=told.facts, back=told.back)
    last_heard = talk.last_heard if talk else 0
    return _Case(
        thread=entry.thread,
        said=said,
        by_person=False,
        last_heard=last_heard,
        letter=letter,
        templates=told.templates,
    )


def _words_of_agent(runtime: Runtime, entry: TurnEntry, said: Said, talk: Conversation | None) -> _Case:
    return _Case(
        thread=entry.thread,
        said=said,
        by_person=is_typed(entry.event),
        last_heard=talk.last_heard if talk else 0,
        letter=Letter(
            name=ANSWERED,
            language=entry.language,
            to=address_of(talk) if is_typed(entry.event) else "",
            facts={"agent": notices.value_of(said.say.author), "words": spoken(said.say.message)},
            back=runtime.doors.get(channel_of(entry.thread), ""),
        ),
    )


def _news(runtime: Runtime, entry: TurnEntry, said: Said, told: _Told) -> _Case:
    checkout = told.checkout
    language = entry.language or checkout.language
    booked = told.notice.name == "tickets_issued"
    link = _trip(runtime, checkout, language) if booked else told.notice.url
    return _Case(
        thread=entry.thread,
        said=said,
        by_person=False,
        last_heard=told.talk.last_heard if told.talk else 0,
        letter=Letter(
            name=told.notice.name,
            language=language,
            to=checkout.order.email,
            facts=_facts(runtime, told, language),
            link=link,
            back=runtime.doors.get(channel_of(entry.thread), ""),
        ),
        templates=tuple(_filled(runtime, told, language)),
        booked=booked,
    )


def _filled(runtime: Runtime, told: _Told, language: str) -> list[Filled]:
    """The template in the reader's language where that is approved, else in the one that is."""
    form = runtime.notices.get(told.notice.name)
    served = [one for one in told.approved if form and one in form.texts]
    if form is None or not served:
        return []
    chosen = language if language in served else served[0]
    url = _trip(runtime, told.checkout, chosen) if form.page == "/trip/" else told.notice.url
    page = f"{runtime.public_url}{form.page}"
    suffix = url.removeprefix(page) if form.page and url.startswith(page) else ""
    found = notices.filled(form, _facts(runtime, told, chosen), language=chosen, suffix=suffix)
    return [found] if found else []


def _facts(runtime: Runtime, told: _Told, language: str) -> dict[str, str]:
    return notices.facts_of(told.notice, told.checkout.order, _look(runtime, language))


def _trip(runtime: Runtime, checkout: Checkout, language: str) -> str:
    return trip_url(runtime, checkout.id, language, now=runtime.clock.now())


def _look(runtime: Runtime, language: str) -> Look:
    world = runtime.world()
    return Look(world.places, world.airlines, language)


def address_of(talk: Conversation | None) -> str:
    """The e-mail address that a traveller gave, for this booking or an earlier one; "" when none is known."""
    return (talk.basket.email or talk.profile.email) if talk else ""


def _as_person(runtime: Runtime, case: _Case) -> str:
    requests = runtime.channels[channel_of(case.thread)].render_as_person(case.said.say.message)
    return _send(runtime, case, requests)


def _as_template(runtime: Runtime, case: _Case) -> str:
    requests = runtime.channels[channel_of(case.thread)].render_template(case.templates[0])
    return _send(runtime, case, requests)


def _send(runtime: Runtime, case: _Case, requests: tuple[dict[str, object], ...]) -> str:
    thread = parse_thread(case.thread)
    channel = runtime.channels[thread.channel]
    sent = [channel.send(thread, request, key=case.said.id).platform_id for request in requests]
    if not sent:
        raise SendFailedError("The channel has no such way.", reason="content", retryable=False)
    return sent[-1]


def _by_mail(runtime: Runtime, case: _Case) -> str:
    """A mail whose taking is not known is sent again: its Message-ID tells mailboxes that it is the same."""
    if case.mailed:
        return ""
    if runtime.mailer is None or runtime.letters is None:
        raise SendFailedError("No mails go out here.", reason="permission", retryable=False)
    letter = case.letter
    if case.booked:
        letter = msgspec.structs.replace(letter, attachments=_calendar(runtime, letter))
    try:
        runtime.mailer.send(runtime.letters.write(letter), key=effect_name(case.thread, case.said.id))
    except SendFailedError as error:
        if error.reason != "unknown_outcome":
            raise
        raise SendFailedError(error.say_to_staff, reason="transient", retryable=True) from None
    return ""


def _calendar(runtime: Runtime, letter: Letter) -> tuple[Attachment, ...]:
    seen = of_link(runtime, letter.link.rpartition("/")[2])
    if seen is None:
        return ()
    host = urlsplit(runtime.public_url).hostname or "threadfare"
    text = calendar(seen.trip, _look(runtime, letter.language), host=host, stamp=runtime.clock.now())
    return (Attachment("trip.ics", "text/calendar", text.encode()),)


_WAYS: Mapping[How, Callable[[Runtime, _Case], str]] = {
    "human_agent": _as_person,
    "template": _as_template,
    "email": _by_mail,
}


def _now_ms(runtime: Runtime) -> int:
    return milliseconds(runtime.clock.now())
