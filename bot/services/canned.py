"""Replies that are ready: kept by those who configure the desk, used by agents in their threads.

Raises `UnavailableError`.
"""

from collections.abc import Mapping
from string import ascii_lowercase

import msgspec

from bot.domain.conversation.files import Upload, check
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff import canned
from bot.domain.staff.canned import Canned
from bot.domain.staff.person import Person
from bot.ports.file_records import StoredFile
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import files, thread_card
from bot.services.audited import act

GONE = "This reply is gone."
_LANGUAGE = "en"


class Ready(msgspec.Struct, frozen=True):
    """A reply for one thread: its text with everything that is known, and the gaps that are left."""

    id: str
    shortcut: str
    title: str
    text: str
    gaps: tuple[str, ...]
    files: tuple[str, ...]


def every(runtime: Runtime) -> tuple[Canned, ...]:
    """All of them, for who configures the desk."""
    with runtime.records.begin() as work:
        return work.canned.every()


def usable(runtime: Runtime, person: Person) -> tuple[Canned, ...]:
    """Those that an agent may use: everybody's and those of their teams, by shortcut."""
    with runtime.records.begin() as work:
        return _usable(work, person)


def ready(runtime: Runtime, person: Person, thread: str) -> tuple[Ready, ...]:
    """What an agent may use in a thread, in the traveller's language."""
    with runtime.records.begin() as work:
        found = _usable(work, person)
    if not found:
        return ()
    card = thread_card.read(runtime, thread)
    language = card.talk.language if card.talk and card.talk.language else _LANGUAGE
    values = _values(runtime, person, card)
    return tuple(_ready(one, language, values) for one in found)


def one(runtime: Runtime, person: Person, thread: str, wanted: str) -> Ready:
    """One of them by its id; raises `InvalidError` when there is none that the agent may use."""
    found = next((each for each in ready(runtime, person, thread) if each.id == wanted), None)
    if found is None:
        raise InvalidError(GONE)
    return found


def keep(runtime: Runtime, person: Person, reply: Canned) -> None:
    """Write a reply after a check; raises `InvalidError` that says what is wrong, `ConflictError` as the records do."""
    with runtime.records.begin() as work:
        made = canned.checked(reply, tuple(team.id for team in work.teams.teams()))
        before = work.canned.one(made.id)
        work.canned.keep(made)
        work.audit.append(act(runtime, person.id, "canned.keep", made.id, before=before, after=made))


def drop(runtime: Runtime, person: Person, reply: str) -> None:
    """Forget a reply; raises `ConflictError` when it is gone already."""
    with runtime.records.begin() as work:
        before = _found(work, reply)
        for name in before.files:
            work.files.drop(name)
        work.canned.drop(reply)
        work.audit.append(act(runtime, person.id, "canned.drop", reply, before=before, after=None))


def attach(runtime: Runtime, person: Person, reply: str, upload: Upload) -> None:
    """Let a file go along with a reply; raises `ConflictError` when the reply is gone, `InvalidError` for no file."""
    found = check(upload.name, upload.content)
    file = StoredFile(
        id=runtime.ids.new("fil"),
        thread="",
        item=reply,
        author=person.name,
        name=found.name,
        mime=found.mime,
        size=len(upload.content),
        at=milliseconds(runtime.clock.now()),
    )
    with runtime.records.begin() as work:
        before = _found(work, reply)
        after = canned.checked(msgspec.structs.replace(before, files=(*before.files, file.id)), {before.team})
        work.files.keep(file, upload.content)
        work.canned.keep(after)
        work.audit.append(act(runtime, person.id, "canned.keep", reply, before=before, after=after))


def detach(runtime: Runtime, person: Person, reply: str, file: str) -> None:
    """Let a file go along with a reply no more; raises `ConflictError` when the reply is gone."""
    with runtime.records.begin() as work:
        before = _found(work, reply)
        after = msgspec.structs.replace(before, files=tuple(one for one in before.files if one != file))
        if after != before:
            work.files.drop(file)
            work.canned.keep(after)
            work.audit.append(act(runtime, person.id, "canned.keep", reply, before=before, after=after))


def files_of(runtime: Runtime, reply: str) -> tuple[StoredFile, ...]:
    """What goes along with a reply."""
    with runtime.records.begin() as work:
        return work.files.of_items("", (reply,))


def send_files(runtime: Runtime, person: Person, thread: str, reply: str, *, key: str) -> None:
    """Send what goes along with a reply to a traveller, each file once by the same `key`.

    Raises `InvalidError` when the agent has no such reply, and what sending a file raises.
    """
    for number, name in enumerate(one(runtime, person, thread, reply).files):
        found = files.opened(runtime, name)
        if found is not None:
            upload = Upload(found[0].name, found[1], f"{key}{ascii_lowercase[number]}")
            files.send(runtime, person, thread, upload)


def _found(work: Work, reply: str) -> Canned:
    known = work.canned.one(reply)
    if known is None:
        raise ConflictError(GONE, retryable=False)
    return known


def _usable(work: Work, person: Person) -> tuple[Canned, ...]:
    mine = {"", *(team.id for team in work.teams.teams() if person.id in team.members)}
    return tuple(one for one in work.canned.every() if one.team in mine)


def _ready(reply: Canned, language: str, values: Mapping[str, str]) -> Ready:
    text = canned.filled(canned.text_in(reply, language), values)
    return Ready(reply.id, reply.shortcut, reply.title, text, canned.gaps(text), reply.files)


def _values(runtime: Runtime, person: Person, card: thread_card.Card) -> Mapping[str, str]:
    """What is known of a thread, by the names of the fields; "" for what is not."""
    talk, world = card.talk, runtime.world()
    language = talk.language if talk and talk.language else _LANGUAGE
    order = card.purchases[0].checkout.order if card.purchases else None
    ends = ("", "")
    if order is not None and order.offer.slices:
        ends = (order.offer.slices[0].origin, order.offer.slices[0].destination)
    elif talk is not None:
        ends = (talk.trip.origin or "", talk.trip.destination or "")
    origin, destination = (world.places.label(code, language) if code else "" for code in ends)
    return {
        "traveller.first_name": card.name.partition(" ")[0],
        "trip.origin": origin,
        "trip.destination": destination,
        "booking.reference": order.locator if order is not None else "",
        "agent.name": person.name,
        "airline.name": world.brand.name,
    }
