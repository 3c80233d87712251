"""Templates that agents send where a channel takes no free words any more: which there are, and what they say."""

import re
from collections.abc import Mapping

import msgspec

from bot.domain.conversation import notices
from bot.domain.conversation.desk_events import TemplateChosen
from bot.domain.conversation.notices import Filled, NoticeForm
from bot.domain.conversation.window import WITH_TEMPLATES
from bot.domain.errors import InvalidError
from bot.domain.ids import channel_of
from bot.domain.redaction import find
from bot.domain.staff.person import Person
from bot.ports.records import Work
from bot.ports.runtime import Runtime

OF_AGENTS = "agent_"
"""Begins the names of templates in the catalogue that agents send."""
WHO = "agent"
"""The value that is always the agent's name."""
_VALUE = re.compile(r"\{\{(\w+)\}\}")


class Choice(msgspec.Struct, frozen=True):
    """A template that may be sent now: its name in the catalogue, the traveller's language or the nearest, its words.

    `fields` are what the agent fills in, each with an example.
    """

    name: str
    language: str
    body: str
    fields: tuple[tuple[str, str], ...]


class Told(msgspec.Struct, frozen=True):
    """What a template that was chosen tells: as a template, where it is approved still, and as a mail."""

    name: str
    facts: Mapping[str, str]
    back: str
    templates: tuple[Filled, ...] = ()


def choices(runtime: Runtime, work: Work, thread: str, language: str) -> tuple[Choice, ...]:
    """The templates of agents that the thread's channel takes now, by name."""
    channel = channel_of(thread)
    if channel not in WITH_TEMPLATES:
        return ()
    found = []
    for name, form in sorted(runtime.notices.items()):
        chosen = _language(form, work.templates.approved(channel, form.template), language)
        if name.startswith(OF_AGENTS) and chosen:
            fields = tuple((value, example) for value, example in form.values.items() if value != WHO)
            found.append(Choice(name, chosen, form.texts[chosen].body, fields))
    return tuple(found)


def values(choice: Choice, agent: Person, typed: Mapping[str, str]) -> dict[str, str]:
    """The values of a template as an agent typed them; raises `InvalidError` when one is missing or cannot be told."""
    told = {name: notices.value_of(typed.get(name, "")) for name, _ in choice.fields}
    missing = [name for name, text in told.items() if not text]
    if missing:
        raise InvalidError(f"Fill in {' and '.join(missing)}: a template is sent whole.")
    if any(find(text) for text in told.values()):
        raise InvalidError("A template holds no card or account number. Take it out.")
    return {**told, WHO: notices.value_of(agent.name)}


def worded(body: str, told: Mapping[str, str]) -> str:
    """What a template says with these values; those that are missing stay as their names."""
    return _VALUE.sub(lambda found: told.get(found[1]) or found[0], body)


def filled(runtime: Runtime, work: Work, thread: str, event: TemplateChosen) -> Told:
    """What a template that was chosen tells now: it may have been paused since, and a mail says the same then."""
    channel, form = channel_of(thread), runtime.notices.get(event.template)
    back = runtime.doors.get(channel, "")
    approved = work.templates.approved(channel, form.template) if form else ()
    if form is None or event.language not in approved:
        return Told(event.template, event.values, back)
    one = notices.filled(form, event.values, language=event.language, suffix="")
    return Told(event.template, event.values, back, (one,) if one else ())


def _language(form: NoticeForm, approved: tuple[str, ...], language: str) -> str:
    served = [one for one in approved if one in form.texts]
    return language if language in served else served[0] if served else ""
