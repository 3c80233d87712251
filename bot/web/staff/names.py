"""Names of people by their ids, as pages of staff show who did something."""

from collections.abc import Callable
from functools import cache

from bot.domain.staff.person import Person
from bot.ports.records import Records


def people(records: Records) -> tuple[Person, ...]:
    """Everybody who was ever known; raises `UnavailableError`."""
    with records.begin() as work:
        return work.people.people()


def namer(records: Records, here: Person) -> Callable[[str], str]:
    """A function that gives the name behind an id, and the id itself for what is no person; asks when first called."""

    @cache
    def known() -> dict[str, str]:
        return {here.id: here.name} | {person.id: person.name for person in people(records)}

    return lambda who: known().get(who, who)
