"""Rehearsals and golden conversations in memory; both go through JSON, as in PostgreSQL."""

import msgspec

from bot.domain.errors import InvalidError
from bot.ports.rehearsal_records import GoldenTalk, Rehearsal


class MemoryRehearsalRecords:
    """The port `RehearsalRecords`."""

    def __init__(self) -> None:
        self.rehearsals: dict[str, bytes] = {}
        self.goldens: dict[str, bytes] = {}

    def rehearsal(self, rehearsal: str) -> Rehearsal | None:
        """By its id."""
        kept = self.rehearsals.get(rehearsal)
        return msgspec.json.decode(kept, type=Rehearsal) if kept else None

    def keep_rehearsal(self, rehearsal: Rehearsal) -> None:
        """Write it."""
        self.rehearsals[rehearsal.id] = msgspec.json.encode(rehearsal)

    def drop_rehearsals(self, *, before: int) -> int:
        """Forget old ones."""
        kept = {name: msgspec.json.decode(body, type=Rehearsal) for name, body in self.rehearsals.items()}
        old = [name for name, rehearsal in kept.items() if rehearsal.at < before]
        for name in old:
            del self.rehearsals[name]
        return len(old)

    def golden_talks(self, flow: str = "") -> tuple[GoldenTalk, ...]:
        """By flow and name."""
        known = [msgspec.json.decode(body, type=GoldenTalk) for body in self.goldens.values()]
        wanted = [talk for talk in known if flow in ("", talk.golden.flow)]
        return tuple(sorted(wanted, key=lambda talk: (talk.golden.flow, talk.golden.name)))

    def golden_talk(self, talk: str) -> GoldenTalk | None:
        """By its id."""
        kept = self.goldens.get(talk)
        return msgspec.json.decode(kept, type=GoldenTalk) if kept else None

    def keep_golden(self, talk: GoldenTalk) -> None:
        """Write it, unless its name is taken."""
        known = self.golden_talks(talk.golden.flow)
        if any(one.golden.name == talk.golden.name and one.id != talk.id for one in known):
            raise InvalidError(f"There is a golden conversation {talk.golden.name!r} of this flow already.")
        self.goldens[talk.id] = msgspec.json.encode(talk)

    def drop_golden(self, talk: str) -> None:
        """Forget it."""
        self.goldens.pop(talk, None)
