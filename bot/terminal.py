"""A talk on a screen of letters: what is typed goes in by the inbox, what is said comes out of the live stream."""

from collections.abc import Callable, Iterable
from threading import Event, Thread

import msgspec

from bot.domain.conversation.messages import Link, Media, Message, Option, Typing, options_of, spoken
from bot.domain.ids import ThreadKey
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.services import inbox, transcripts

TAP = "/"
_OUT = frozenset({"sent", "delivered", "read"})
_ACCOUNT = "tf"
_LAST_WORDS_SECONDS = 3

Write = Callable[[str], None]


class Screen:
    """Shows each line once, and remembers what can be tapped."""

    def __init__(self, write: Write) -> None:
        self.options: tuple[Option, ...] = ()
        self.shown = Event()
        self._write = write
        self._rows: set[int] = set()

    def show(self, line: Line) -> None:
        """Show a line of ours that has gone out, unless it was shown before."""
        if line.author == "traveller" or line.fate not in _OUT or line.row in self._rows:
            return
        self._rows.add(line.row)
        message = msgspec.json.decode(line.body, type=Message)
        if isinstance(message, Typing):
            return
        author = "" if line.author == "bot" else f"{line.author}: "
        self._write(f"\n{author}{spoken(message)}")
        if isinstance(message, Link | Media):
            name = message.title if isinstance(message, Link) else message.alt
            self._write(f"  {name}: {message.url}")
        self.options = options_of(message)
        for number, option in enumerate(self.options, start=1):
            self._write(f"  {TAP}{number} {option.title}")
        self.shown.set()


def converse(runtime: Runtime, *, language: str, read: Iterable[str], write: Write) -> None:
    """Talk until there is nothing more to read; raises `UnavailableError` when the stores are away."""
    thread = ThreadKey("terminal", _ACCOUNT, runtime.ids.new("terminal"))
    screen = Screen(write)
    Thread(target=_listen, args=(runtime, str(thread), screen), daemon=True).start()
    _hand_over(runtime, thread, language, {})
    for typed in read:
        words = typed.strip()
        if words:
            screen.shown.clear()
            _hand_over(runtime, thread, language, _meant(words, screen.options))
    screen.shown.wait(_LAST_WORDS_SECONDS)


def _meant(words: str, options: tuple[Option, ...]) -> dict[str, str]:
    number = words.removeprefix(TAP)
    if words.startswith(TAP) and number.isdecimal() and 0 < int(number) <= len(options):
        option = options[int(number) - 1]
        return {"payload": option.payload, "title": option.title}
    return {"text": words}


def _hand_over(runtime: Runtime, thread: ThreadKey, language: str, said: dict[str, str]) -> None:
    at = milliseconds(runtime.clock.now())
    body = {"account": thread.account, "visitor": thread.user, "client_id": runtime.ids.new("typed"), "at": at}
    inbox.receive(runtime, thread.channel, {}, msgspec.json.encode({**body, "locale": language, **said}))


def _listen(runtime: Runtime, thread: str, screen: Screen) -> None:
    opened = transcripts.open_thread(runtime, thread)
    for line in opened.lines:
        screen.show(line)
    for note in runtime.live.follow(thread, opened.live):
        found = transcripts.read_line(runtime, note.row) if note and note.row else None
        if found is not None:
            screen.show(found)
