"""Saved filters of the inbox: a list under a name, a person's own or everybody's."""

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.inbox_records import Asked, SavedFilter
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import audited
from bot.services.desk_lists import address_of, asked_for

LONGEST_NAME = 40
MOST = 40
"""Filters of one person: more, nobody finds again."""


class Kept(msgspec.Struct, frozen=True):
    """A saved filter and what it asks for."""

    saved: SavedFilter
    asked: Asked


def of(runtime: Runtime, person: Person) -> tuple[Kept, ...]:
    """The filters that a person sees, by name; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        found = work.inbox.filters(person.id)
    return tuple(Kept(one, asked_for(_read(one.address))) for one in found)


def save(runtime: Runtime, person: Person, name: str, asked: Asked, *, shared: bool) -> SavedFilter:
    """Keep a list under a name; raises `InvalidError` without a name, or when there are too many."""
    address = _written(asked)
    made = SavedFilter(runtime.ids.new("flt"), person.id, _clean(name), address, shared)
    with runtime.records.begin() as work:
        if sum(one.person == person.id for one in work.inbox.filters(person.id)) >= MOST:
            raise InvalidError(f"You have {MOST} filters already. Delete one first.")
        work.inbox.keep_filter(made)
        _note(runtime, work, (person, "filter.save"), made)
    return made


def rename(runtime: Runtime, person: Person, name: str, *, to: str) -> None:
    """Call a filter otherwise; raises `InvalidError` for one that is not there or is another's."""
    with runtime.records.begin() as work:
        known = _found(work, person, name)
        renamed = msgspec.structs.replace(known, name=_clean(to))
        work.inbox.keep_filter(renamed)
        _note(runtime, work, (person, "filter.rename"), renamed, before=known.name)


def delete(runtime: Runtime, person: Person, name: str) -> None:
    """Forget a filter; raises `InvalidError` for one that is not there or is another's."""
    with runtime.records.begin() as work:
        known = _found(work, person, name)
        work.inbox.drop_filter(name)
        _note(runtime, work, (person, "filter.delete"), known, before=known.name)


def may_change(person: Person, saved: SavedFilter) -> bool:
    """Whether a person may rename or delete a filter: their own, or anybody's if they look after the desk."""
    return saved.person == person.id or person.may("threads.oversee")


def _found(work: Work, person: Person, name: str) -> SavedFilter:
    known = next((one for one in work.inbox.filters(person.id) if one.id == name), None)
    if known is None:
        raise InvalidError("There is no such filter any more.")
    if not may_change(person, known):
        raise InvalidError("This filter was made by somebody else. Ask them, or a supervisor.")
    return known


def _clean(name: str) -> str:
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:LONGEST_NAME]
    if not clean:
        raise InvalidError("Give the filter a name.")
    return clean


def _written(asked: Asked) -> str:
    return msgspec.json.encode(address_of(asked)).decode()


def _read(address: str) -> dict[str, str]:
    return msgspec.json.decode(address, type=dict[str, str])


def _note(runtime: Runtime, work: Work, act: tuple[Person, str], saved: SavedFilter, *, before: str = "") -> None:
    person, what = act
    after = "" if what == "filter.delete" else saved.name
    work.audit.append(audited.act(runtime, person.id, what, saved.id, before=before, after=after))
