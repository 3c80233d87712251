"""The parts of an open desk page, in one table: drawn whole at first, then whenever they change."""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

import msgspec

from bot.domain.staff.person import Person
from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime
from bot.services import desk
from bot.web.desk import assign, composer, listing, marks, notes, notifications, panel, presence, summary, thread
from bot.web.desk.shared import Alike, Fresh, Shared, alike
from bot.web.staff import approvals
from bot.web.streaming import event

SELDOM_SECONDS = 15.0
OWN = "own"
"""What a page says in the address of its stream whose script marks what is the reader's own."""


class Opened(msgspec.Struct, frozen=True):
    """What one open page shows: to whom, which thread ("" for none), and what was asked for in its address.

    `shared` is what it has in common with other pages of the process; a page that is drawn once shares nothing.
    """

    runtime: Runtime
    person: Person
    thread: str = ""
    asked: dict[str, str] = {}
    shared: Shared = msgspec.field(default_factory=Fresh)


class Part(msgspec.Struct, frozen=True):
    """A region of the page under its element's id.

    `draw` gives its HTML, and `alike` what is sent instead to open pages whose script marks what is the reader's own:
    the same to all of them. `on` are the kinds of notes of the open thread after which it is drawn again, where an
    entry counts as "turn", too, while the bot has the thread, and else as "word"; `seldom` are those that change it by
    chance, because what it shows tells of no change by itself: after them it is drawn four times a minute at most.
    What is `listed` shows many threads: it is drawn again when the board says that one of them has something new, or is
    new (`bot.web.desk.board`); what is `counted`, when numbers have changed. `anywhere` are the kinds of notes of the
    whole airline after which it is drawn again; with `everybody` also those that concern one person, who need not be
    the reader. What came out as before is not sent.
    """

    name: str
    draw: Callable[[Opened], str]
    alike: Callable[[Opened], Alike] | None = None
    on: frozenset[str] = frozenset()
    seldom: frozenset[str] = frozenset()
    listed: bool = False
    counted: bool = False
    anywhere: frozenset[str] = frozenset()
    everybody: bool = False


def _head(page: Opened) -> str:
    return thread.draw_head(page.runtime, page.person, page.thread) if page.thread else ""


def _panel(page: Opened) -> str:
    return panel.draw(page.runtime, page.person, page.thread) if page.thread else ""


def _approvals(page: Opened) -> str:
    return approvals.draw_count(page.runtime, page.person)


def _summary(page: Opened) -> str:
    return summary.draw_summary(page.runtime, page.person, page.thread) if page.thread else ""


def _notifications(page: Opened) -> str:
    return notifications.draw(page.runtime, page.person)


def _marks(page: Opened) -> str:
    return marks.draw_marks(page.runtime, page.person, page.thread) if page.thread else ""


def _assign(page: Opened) -> str:
    return assign.draw(page.runtime, page.person, page.thread) if page.thread else ""


def _presence(page: Opened) -> str:
    return presence.draw_presence(page.runtime, page.person)


def _way(page: Opened) -> str:
    return composer.draw_way(page.runtime, page.person, page.thread) if page.thread else ""


def _templates(page: Opened) -> str:
    return composer.draw_templates(page.runtime, page.person, page.thread) if page.thread else ""


PARTS: tuple[Part, ...] = (
    Part("views", listing.draw_views, counted=True),
    Part("filters", listing.draw_filters, counted=True),
    Part("queue", listing.draw, alike=listing.draw_alike, listed=True),
    Part("approvals-count", _approvals, anywhere=frozenset({"approvals"})),
    Part("head", _head, on=frozenset({"desk", "entry", "fate"})),
    Part("summary", _summary, on=frozenset({"desk", "turn"})),
    Part("panel", _panel, on=frozenset({"desk", "turn", "note"}), seldom=frozenset({"word"})),
    Part("notifications", _notifications, anywhere=frozenset({"staff"})),
    Part("marks", _marks, on=frozenset({"desk", "word"})),
    Part("assign", _assign, on=frozenset({"desk"})),
    Part("presence", _presence, anywhere=frozenset({"presence"})),
    Part("way", _way, on=frozenset({"desk", "entry", "fate"})),
    Part("templates", _templates, on=frozenset({"desk", "entry", "fate"})),
)
"""In the order in which they are drawn."""


class Live:
    """The parts of one open page as they were sent last."""

    def __init__(self, page: Opened, table: tuple[Part, ...] = PARTS) -> None:
        self.page = page
        self._table = table
        self._sent: dict[str, str] = {}
        self._drawn_at: dict[str, float] = {}
        self._due: set[str] = set()

    @property
    def shows_everybody(self) -> bool:
        """Whether it shows what concerns single people to all who may see it."""
        return any(part.everybody for part in self._table)

    def drawn(self) -> dict[str, str]:
        """Every part as it is now, by its name."""
        self._sent = {part.name: part.draw(self.page) for part in self._table}
        return dict(self._sent)

    def parts(self, note: LiveNote) -> list[tuple[str, str]]:
        """Named pieces of HTML but for the numbers that are new because of a note, whatever thread it is of."""
        lists = self.lists() if note.kind in {"desk", "entry", "fate"} else []
        return lists + self.of_airline(note.kind) + self.of_thread(note)

    @property
    def shares_lists(self) -> bool:
        """Whether its lists are drawn once for all pages that show them."""
        return OWN in self.page.asked and all(part.alike for part in self._table if part.listed)

    def lists(self) -> list[tuple[str, str]]:
        """The lists, where they are new."""
        return [(name, listed.html) for name, listed in self._lists()]

    def list_events(self) -> str:
        """The same as events."""
        return "".join(listed.event for _, listed in self._lists())

    def counts(self) -> list[tuple[str, str]]:
        """The numbers, where they are new."""
        return self._fresh(part for part in self._table if part.counted)

    def of_airline(self, kind: str) -> list[tuple[str, str]]:
        """What is new because of a note of the whole airline, of this kind."""
        return self._fresh(part for part in self._table if kind in part.anywhere)

    def of_thread(self, note: LiveNote) -> list[tuple[str, str]]:
        """What is new of the open thread because of a note."""
        return [*self.line(note), *self.due()]

    def line(self, note: LiveNote) -> list[tuple[str, str]]:
        """The line of a note of the open thread, which comes first; what else it may have changed is due after it."""
        if not note.thread or note.thread != self.page.thread:
            return []
        kinds = {note.kind}
        if note.kind == "entry":
            kinds.add("turn" if self._is_the_bots() else "word")
        self._due |= {part.name for part in self._table if self._may_change(part, kinds)}
        speaks = note.kind in {"entry", "fate"}
        line = thread.draw_line(self.page.runtime, self.page.person, note) if speaks else ""
        if note.kind == "note":
            line = notes.draw_note(self.page.runtime, self.page.person, note.row)
        return [("line", line)] if line else []

    def due(self) -> list[tuple[str, str]]:
        """The parts that notes of the open thread may have changed, where they are new: once for all of the notes."""
        due, self._due = self._due, set()
        return self._fresh(part for part in self._table if part.name in due)

    def _may_change(self, part: Part, kinds: set[str]) -> bool:
        late = monotonic() - self._drawn_at.get(part.name, 0.0) >= SELDOM_SECONDS
        return not kinds.isdisjoint(part.on) or (late and not kinds.isdisjoint(part.seldom))

    def _is_the_bots(self) -> bool:
        talk = desk.thread_state(self.page.runtime, self.page.thread)
        return talk is None or talk.owner == "bot"

    def hint(self, hint: Hint) -> str:
        """The event that the traveller of the open thread is typing, or that a colleague is there; else ""."""
        if not hint.thread or hint.thread != self.page.thread or hint.who == self.page.person.id:
            return ""
        if hint.does:
            return event("watching", thread.draw_watcher(hint), "")
        return event("typing", "now", "") if not hint.name else ""

    def _lists(self) -> Iterator[tuple[str, Alike]]:
        for part in self._table:
            if part.listed:
                shares = part.alike if OWN in self.page.asked else None
                listed = shares(self.page) if shares else alike(part.name, part.draw(self.page))
                if self._is_new(part.name, listed.html):
                    yield part.name, listed

    def _fresh(self, parts: Iterable[Part]) -> list[tuple[str, str]]:
        drawn = [(part.name, part.draw(self.page)) for part in parts]
        return [(name, html) for name, html in drawn if self._is_new(name, html)]

    def _is_new(self, name: str, html: str) -> bool:
        self._drawn_at[name] = monotonic()
        known, self._sent[name] = self._sent.get(name), html
        return html != known


def page_values(page: Opened) -> dict[str, Any]:
    """What the template of the page needs of the parts."""
    return {"parts": Live(page).drawn()}
