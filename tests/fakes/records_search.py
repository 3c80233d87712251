"""The search in all talk, in memory: every line is looked at."""

from typing import Any

import msgspec

from bot.domain.booking.references import LOCATOR_LENGTHS, fold_locator
from bot.ports.search_records import Match, Spoken
from bot.ports.talk_records import Line


class MemoryWords:
    """Words by thread and item."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], tuple[str, ...]] = {}


class MemorySearchRecords:
    """The port `SearchRecords` over a transcript; `parts` has the rest that can be asked for."""

    def __init__(self, words: MemoryWords, talk: Any, parts: Any) -> None:
        self._words, self._talk, self._parts = words, talk, parts

    def index(self, lines: tuple[Spoken, ...]) -> None:
        """Keep words of lines that are there."""
        for line in lines:
            if line.words:
                self._words.known.setdefault((line.thread, line.item.replace("\0", "")), line.words)

    def forget(self, thread: str, item: str) -> None:
        """Forget a line and its changes."""
        for name in [name for name in self._words.known if name[0] == thread]:
            line = self._line(name)
            edited = line is not None and line.kind == "MessageEdited" and line.body
            if name[1] == item or (edited and msgspec.json.decode(line.body).get("target") == item):
                del self._words.known[name]

    def lines(self, terms: tuple[str, ...], *, before: int = 0, most: int = 20) -> tuple[Line, ...]:
        """Look at all."""
        if not terms:
            return ()
        found = []
        for name, words in self._words.known.items():
            line = self._line(name)
            hit = all(any(word.startswith(term) for word in words) for term in terms)
            if hit and line is not None and (not before or line.row < before):
                found.append(line)
        return tuple(sorted(found, key=lambda line: -line.row)[:most])

    def _line(self, name: tuple[str, str]) -> Line | None:
        lines = self._talk.lines(name[0], most=10_000)
        return next((line for line in lines if line.message == name[1] and line.author), None)

    def exact(self, question: str, *, most: int = 20) -> tuple[Match, ...]:
        """Look at bookings, addresses and numbers."""
        asked, folded = question.strip(), fold_locator(question)
        found = []
        for one in self._parts.money.checkouts.values():
            if one.order.locator and fold_locator(one.order.locator) == folded and len(folded) in LOCATOR_LENGTHS:
                found.append(Match("booking", one.thread, one.order.state))
            if one.order.id == asked:
                found.append(Match("order", one.thread, one.order.state))
            if one.id == asked:
                found.append(Match("checkout", one.thread, one.order.state))
        wallet = self._parts.wallet
        for traveller in wallet.travellers.values():
            if "@" in asked and traveller.profile.email.lower() == asked.lower():
                found += [Match("email", thread) for thread in wallet.threads_of(traveller.id)]
        digits = "".join(sign for sign in asked if sign.isdigit())
        if (len(digits) == 4 or len(digits) >= 7) and set(asked) <= set("+ ()-./0123456789"):
            told = {thread for thread, _ in self._words.known}
            known = [row for row in self._parts.desk.threads.values() if row.thread in told]
            ours = [row for row in known if row.thread.startswith("whatsapp:") and row.thread.endswith(digits)]
            found += [Match("phone", row.thread) for row in sorted(ours, key=lambda row: -row.last_at)]
        return tuple(dict.fromkeys(found))[:most]
