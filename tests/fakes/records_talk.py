"""The archive of talk in memory; its data are containers of frozen values, so that a transaction can be undone."""

import msgspec

from bot.domain.conversation.agent_events import AgentSpoke, AgentTook
from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.events import Event, MessageEchoed, MessageErased, MessageUnsent, is_from_traveller
from bot.domain.conversation.state import Conversation
from bot.domain.errors import IllegalError
from bot.ports.talk_records import Line, Owed, Take, Waiting

_RANKS = {"said": 1, "sending": 2, "failed": 3, "dropped": 3, "sent": 4, "undelivered": 5, "delivered": 6, "read": 7}
_HOWS = ("human_agent", "template", "email")
_WORDS = ("text", "title", "ref")


class MemoryTalkRecords:
    """The port `TalkRecords`."""

    def __init__(self) -> None:
        self.rows: dict[int, Line] = {}
        self.items: dict[tuple[str, str], int] = {}
        self.platform_ids: dict[int, str] = {}
        self.reasons: dict[int, str] = {}
        self.parts: dict[tuple[str, str], int] = {}
        self.bodies: dict[str, Conversation] = {}
        self.debts: dict[str, Owed] = {}
        self.paid: set[str] = set()
        self.claims: dict[str, str] = {}
        self.asides: list[dict[str, object]] = []

    def archive_turns(self, turns: tuple[tuple[str, TurnEntry], ...]) -> tuple[tuple[str, int], ...]:
        """Write turns."""
        new = tuple(dict.fromkeys(pair for _, entry in turns for pair in self._archive(entry)))
        for _, entry in turns:
            if isinstance(entry.event, MessageUnsent | MessageErased):
                self.erase_event(entry.thread, entry.event.target)
        return new

    def _archive(self, entry: TurnEntry) -> list[tuple[str, int]]:
        event, new = entry.event, []
        author = _author(event)
        body = msgspec.json.encode(event).decode() if author or isinstance(event, AgentTook) else ""
        if isinstance(event, AgentSpoke) and event.waited:
            body = msgspec.json.encode({"waited": event.waited}).decode()
        lines = [(_storable(event.id), author, type(event).__name__, body, "")]
        for said in entry.said:
            words = msgspec.json.encode(said.say.message).decode()
            lines.append((_storable(said.id), said.say.author, type(said.say.message).__name__, words, "said"))
        for item, who, kind, text, fate in lines:
            if (entry.thread, item) in self.items:
                new += [(entry.thread, self.items[entry.thread, item])] if who else []
                continue
            row = len(self.rows) + 1
            self.items[entry.thread, item] = row
            line = Line(row, entry.thread, item, who, kind, text, fate, entry.language, entry.at)
            self.rows[row] = msgspec.structs.replace(line, version=entry.version)
            if who:
                new.append((entry.thread, row))
        return new

    def archive_fates(self, fates: tuple[FateEntry, ...]) -> tuple[tuple[str, int], ...]:
        """Move messages forward."""
        changed: dict[tuple[str, int], None] = {}
        ordered = sorted(fates, key=lambda fate: (not fate.message, _rank(fate)))
        for fate in ordered:
            for row in self._meant(fate):
                line = self.rows[row]
                if not _moves(line, fate):
                    continue
                reason = fate.reason or (line.reason if line.reason in _HOWS or not fate.message else "")
                self.rows[row] = msgspec.structs.replace(line, fate=fate.fate, reason=reason)
                if fate.message:
                    self.platform_ids[row] = fate.platform_id or self.platform_ids.get(row, "")
                    self.reasons[row] = reason
                changed[line.thread, row] = None
        for fate in fates:
            row = self.items.get((fate.thread, fate.message), 0)
            if row and fate.platform_id and self.platform_ids.get(row) not in (None, fate.platform_id):
                self.parts[fate.thread, fate.platform_id] = row
        return tuple(changed)

    def _meant(self, fate: FateEntry) -> list[int]:
        if fate.message:
            row = self.items.get((fate.thread, fate.message))
            return [row] if row else []
        mine = [line for line in self.rows.values() if line.thread == fate.thread]
        named = [line.row for line in mine if fate.platform_id and self.platform_ids.get(line.row) == fate.platform_id]
        shown = [line for line in mine if line.fate in ("sent", "delivered") and line.reason != "email"]
        passed = [line.row for line in shown if fate.until >= line.at]
        return named + (passed if fate.until else [])

    def save_conversations(self, bodies: tuple[tuple[Conversation, str], ...]) -> None:
        """Keep the newest."""
        for talk, _ in bodies:
            known = self.bodies.get(talk.thread)
            if known is None or known.version < talk.version:
                self.bodies[talk.thread] = talk

    def conversation(self, thread: str) -> Conversation | None:
        """The archived body."""
        return self.bodies.get(thread)

    def conversations_after(self, thread: str, *, most: int) -> tuple[Conversation, ...]:
        """A page of bodies."""
        return tuple(self.bodies[name] for name in sorted(self.bodies) if name > thread)[:most]

    def has_event(self, thread: str, event: str) -> bool:
        """Whether it is archived."""
        return (thread, _storable(event)) in self.items

    def lines(self, thread: str, *, after: int = 0, before: int = 0, most: int = 200) -> tuple[Line, ...]:
        """What somebody said."""
        mine = [line for line in self.rows.values() if line.thread == thread and line.row > after and line.author]
        return tuple([line for line in mine if not before or line.row < before][-most:])

    def known_as(self, thread: str, platform_id: str) -> Line | None:
        """By the platform's id."""
        rows = [row for row, known in self.platform_ids.items() if known and known == platform_id]
        rows += [row for (_, part), row in self.parts.items() if part == platform_id]
        rows += [row for (_, item), row in self.items.items() if item == platform_id]
        found = (self.rows[row] for row in rows)
        return next((line for line in found if line.thread == thread and line.author), None)

    def place(self, thread: str) -> int:
        """Its place in the queue."""
        queue = [one.thread for one in self.waiting() if one.owner == "queue"]
        return queue.index(thread) + 1 if thread in queue else 0

    def takes(self, *, since: int, most: int) -> tuple[Take, ...]:
        """Who was taken lately."""
        took = [
            line
            for line in self.rows.values()
            if line.kind in {"AgentTook", "AgentSpoke"} and line.at >= since and line.body
        ]
        waits = [Take(line.at, msgspec.json.decode(line.body).get("waited", 0)) for line in took[-most:]]
        return tuple(take for take in waits if take.waited)

    def line(self, row: int) -> Line | None:
        """One line."""
        line = self.rows.get(row)
        return line if line and line.author else None

    def waiting(self) -> tuple[Waiting, ...]:
        """With the desk."""
        talks = [talk for talk in self.bodies.values() if talk.owner != "bot"]
        return tuple(
            Waiting(
                talk.thread,
                talk.owner,
                talk.epoch,
                talk.agent,
                talk.reason,
                talk.language,
                talk.waiting_since,
                self._last_text(talk.thread),
            )
            for talk in sorted(talks, key=lambda talk: (talk.waiting_since, talk.thread))
        )

    def _last_text(self, thread: str) -> str:
        said = [line.body for line in self.lines(thread) if line.author == "traveller"]
        body = msgspec.json.decode(said[-1]) if said else {}
        return next((body[name] for name in _WORDS if body.get(name)), "")

    def erase_event(self, thread: str, event: str) -> None:
        """Blank the words, and those of edits."""
        of_it = {self.items.get((thread, _storable(event)))}
        for row, line in self.rows.items():
            if line.thread == thread and line.kind == "MessageEdited":
                of_it |= {row} if msgspec.json.decode(line.body).get("target") == event else set()
        for row in of_it:
            if row and self.rows[row].body:
                body = msgspec.json.decode(self.rows[row].body)
                blank = {name: "" if name in _WORDS else value for name, value in body.items()}
                blank |= {"values": {}} if "values" in body else {}
                blank |= {"context": None} if "context" in body else {}
                self.rows[row] = msgspec.structs.replace(self.rows[row], body=msgspec.json.encode(blank).decode())
        for row, line in self.rows.items():
            body = msgspec.json.decode(line.body) if line.thread == thread and line.kind == "Text" and line.body else {}
            if body.get("answers") == _storable(event):
                unquoted = msgspec.json.encode({**body, "quote": ""}).decode()
                self.rows[row] = msgspec.structs.replace(line, body=unquoted)

    def set_aside(self, *, channel: str, reason: str, body_digest: str, size: int, at: int) -> None:
        """Note a body."""
        note = {"channel": channel, "reason": reason, "body_digest": body_digest, "size": size, "at": at}
        self.asides.append(note)

    def owe(self, owed: Owed) -> None:
        """Promise."""
        self.debts.setdefault(owed.id, owed)

    def owed(self, *, most: int) -> tuple[Owed, ...]:
        """Not kept yet."""
        return tuple(debt for debt in self.debts.values() if debt.id not in self.paid)[:most]

    def owed_to(self, thread: str) -> tuple[Owed, ...]:
        """To one thread."""
        return tuple(debt for debt in self.owed(most=len(self.debts)) if debt.thread == thread)

    def promised(self, owed: str) -> Owed | None:
        """By its id."""
        return self.debts.get(owed)

    def paid_off(self, owed: str) -> None:
        """Kept."""
        self.paid.add(owed)

    def claim_effect(self, effect: str, request_hash: str) -> bool:
        """Once."""
        if effect not in self.claims:
            self.claims[effect] = request_hash
            return True
        if self.claims[effect] != request_hash:
            raise IllegalError("An effect was asked for again with another request.")
        return False


def _rank(fate: FateEntry) -> int:
    return 6 if fate.fate == "sent" and fate.reason else _RANKS.get(fate.fate, 0)


def _moves(line: Line, fate: FateEntry) -> bool:
    went_otherwise = line.fate == "sent" and line.reason in ("template", "email")
    refused_before = went_otherwise and fate.reason == "window_closed"
    return bool(line.fate) and _RANKS[line.fate] < _rank(fate) and not refused_before


def _author(event: Event) -> str:
    if isinstance(event, MessageEchoed):
        return event.app or "app"
    return "traveller" if is_from_traveller(event) else ""


def _storable(text: str) -> str:
    return text.replace("\0", "")
