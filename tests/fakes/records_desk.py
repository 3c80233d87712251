"""What the desk keeps, in memory: its state of threads, teams and people."""

import msgspec

from bot.domain.errors import ConflictError
from bot.domain.staff.person import Person
from bot.ports.desk_records import DeskThread
from bot.ports.team_records import Team


class MemoryDeskRecords:
    """The port `DeskRecords`."""

    def __init__(self) -> None:
        self.threads: dict[str, DeskThread] = {}

    def thread(self, thread: str, *, lock: bool = False) -> DeskThread:  # noqa: ARG002  one transaction at a time
        """What is known."""
        return self.threads.get(thread) or DeskThread(thread=thread)

    def change(self, thread: str, **fields: object) -> None:
        """Set fields."""
        known = self.thread(thread)
        number = known.number or len(self.threads) + 1
        self.threads[thread] = msgspec.structs.replace(known, **{"number": number, **fields})


class MemoryTeamRecords:
    """The port `TeamRecords`."""

    def __init__(self, desk: MemoryDeskRecords) -> None:
        self._desk = desk
        self.known: dict[str, Team] = {}

    def teams(self) -> tuple[Team, ...]:
        """By name."""
        return tuple(sorted(self.known.values(), key=lambda team: (team.name, team.id)))

    def team(self, team: str) -> Team | None:
        """By its id."""
        return self.known.get(team)

    def keep(self, team: Team) -> None:
        """Write it."""
        self.known[team.id] = msgspec.structs.replace(team, members=tuple(sorted(team.members)))

    def drop(self, team: str) -> None:
        """Forget it."""
        self.known.pop(team, None)
        for thread, state in list(self._desk.threads.items()):
            if state.team == team:
                self._desk.change(thread, team="")


class MemoryPeopleRecords:
    """The port `PeopleRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, Person] = {}

    def person(self, person: str) -> Person | None:
        """By their id."""
        return self.known.get(person)

    def with_email(self, email: str) -> Person | None:
        """By their address."""
        return next((one for one in self.known.values() if email and one.email.lower() == email.lower()), None)

    def hold_rights(self) -> None:
        """Nobody else is here."""

    def people(self) -> tuple[Person, ...]:
        """By name."""
        return tuple(sorted(self.known.values(), key=lambda person: (person.name, person.id)))

    def keep(self, person: Person) -> None:
        """Write them."""
        mail = person.email.lower()
        if mail and any(one.email.lower() == mail and one.id != person.id for one in self.known.values()):
            raise ConflictError("Somebody else has this e-mail address.", retryable=False)
        self.known[person.id] = person
