"""Files of both sides: those of travellers are fetched and looked at before anybody sees them, agents' are sent.

Theory. What a traveller sends is never fetched while a webhook waits: the turn wants it fetched, a worker does it, and
the row that comes of it, kept, refused or failed, is what the desk shows. A row has an id made from thread, message and
place, so that fetching twice keeps one file. What an agent sends lies in SQL before the turn that says it, and goes to
the traveller as an address (`bot.services.file_links`), which the platform fetches itself.
"""

from hashlib import sha256

import msgspec

from bot.domain.conversation.answers import UNSAID
from bot.domain.conversation.events import Event
from bot.domain.conversation.file_events import AgentSentFile, FetchFiles
from bot.domain.conversation.files import MEGABYTE, TYPES, Checked, FileRef, Upload, check
from bot.domain.conversation.messages import Media
from bot.domain.errors import ConflictError, InvalidError, OutcomeUnknownError, SendFailedError, UnavailableError
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.conversations import Due
from bot.ports.file_records import FileState, StoredFile
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import desk, file_links, turns

MOST_OF_A_THREAD = 200 * MEGABYTE
"""Bytes that are kept of one talk: more than anybody sends who has a question."""
AWAY = "This file could not be fetched from the channel. Ask for it once more."
FULL = "This talk has too many files already."
CLOSED = "The channel's 24 hours are over: a file cannot be sent now."
NOT_YOURS = "Take the thread before you send a file in it."
_TRAVELLER = "traveller"
_PATIENCE_MS = 5 * 60 * 1000
"""How long fetching is tried again: the address of a file on WhatsApp can be asked for anew for a week."""
_LONGEST_KEY = 64


def fetch(runtime: Runtime, due: Due) -> Event | None:
    """Fetch what came along with a message, and tell open pages; answered by nothing.

    Raises what the source raises while trying again may help and the message is young.
    """
    wish = due.effect
    if not isinstance(wish, FetchFiles):
        raise TypeError(wish)
    for number, file in enumerate(wish.files):
        _fetch_one(runtime, due, wish.message, file=file, name=file_id(due.thread, wish.message, number))
    _tell(runtime, due.thread, wish.message)
    return None


def file_id(thread: str, message: str, number: int) -> str:
    """The id of a file that came along with a message, by its place among them."""
    return f"fil_{sha256(f'{thread} {message} {number}'.encode()).hexdigest()[:32]}"


def take_in(runtime: Runtime, thread: str, upload: Upload) -> FileRef:
    """Keep a file that a traveller sends on our own page; its key is the id of the message with which it comes.

    Raises `InvalidError` when it is none that is taken.
    """
    found, size = check(upload.name, upload.content), len(upload.content)
    stored = _stored(runtime, thread, upload.key, name=file_id(thread, upload.key, 0))
    with runtime.records.begin() as work:
        if work.files.size_of(thread) + size > MOST_OF_A_THREAD:
            raise InvalidError(FULL)
        work.files.keep(_described(stored, found, size), upload.content)
    return FileRef(found.kind, "", found.name, stored.id)


def send(runtime: Runtime, person: Person, thread: str, upload: Upload) -> None:
    """Send a file to the traveller, as the agent who has the thread; the same key again sends it once.

    Raises `InvalidError` when it is none that is taken there, `ConflictError` when the agent does not have the thread
    or the channel takes nothing now.
    """
    key = upload.key
    if not (key.isascii() and key.isalpha() and len(key) <= _LONGEST_KEY):
        raise InvalidError("A file has an id of its own, of letters.")
    _check_open(runtime, person, thread)
    found = check(upload.name, upload.content, channel=channel_of(thread))
    event = f"desk:{key}"
    stored = _stored(runtime, thread, f"{event}#0", name=file_id(thread, event, 0), author=person.name)
    with runtime.records.begin() as work:
        work.files.keep(_described(stored, found, len(upload.content)), upload.content)
    media = Media(found.kind, file_links.url_of(runtime, stored.id), "", found.name, found.name)
    turns.take(runtime, thread, AgentSentFile(event, stored.at, person.id, person.name, media))
    try:
        desk.check_said(runtime, thread, event, person, seen=UNSAID)
    except ConflictError:
        with runtime.records.begin() as work:
            work.files.drop(stored.id)
        raise


def of_items(runtime: Runtime, thread: str, items: tuple[str, ...]) -> tuple[StoredFile, ...]:
    """The files of messages of a thread, in order."""
    if not items:
        return ()
    with runtime.records.begin() as work:
        return work.files.of_items(thread, items)


def opened(runtime: Runtime, file: str) -> tuple[StoredFile, bytes] | None:
    """A file with its bytes, None when there is none to be had."""
    with runtime.records.begin() as work:
        found = work.files.file(file)
        if found is None or found.state != "kept" or found.mime not in TYPES:
            return None
        return found, work.files.content(file)


def _check_open(runtime: Runtime, person: Person, thread: str) -> None:
    talk = desk.thread_state(runtime, thread)
    if talk is None or talk.owner != "human" or talk.agent != person.id:
        raise ConflictError(NOT_YOURS, retryable=False)
    if desk.reply_way(runtime, talk).how not in ("free", "human_agent"):
        raise ConflictError(CLOSED, retryable=False)


def _fetch_one(runtime: Runtime, due: Due, message: str, *, file: FileRef, name: str) -> None:
    stored = _stored(runtime, due.thread, message, name=name)
    stored = msgspec.structs.replace(stored, name=file.name)
    with runtime.records.begin() as work:
        if work.files.file(name) is not None:
            return
        full = work.files.size_of(due.thread) > MOST_OF_A_THREAD
    content = b""
    try:
        content = _fetched(runtime, due, file, full=full)
        stored = _described(stored, check(file.name or file.kind, content), len(content))
    except InvalidError as error:
        content, stored = b"", _failed(stored, "refused", error.say_to_staff)
    except SendFailedError as error:
        if error.retryable and milliseconds(runtime.clock.now()) < due.at + _PATIENCE_MS:
            raise
        stored = _failed(stored, "failed", AWAY)
    runtime.meter.count("files", result=stored.state)
    with runtime.records.begin() as work:
        work.files.keep(stored, content)


def _fetched(runtime: Runtime, due: Due, file: FileRef, *, full: bool) -> bytes:
    if full:
        raise InvalidError(FULL)
    source = runtime.media.get(channel_of(due.thread))
    if source is None:
        raise SendFailedError("Nobody fetches files of this channel here.", reason="not_served", retryable=False)
    try:
        return source.fetch(file)
    except (UnavailableError, OutcomeUnknownError) as error:
        raise SendFailedError(error.say_to_staff, reason="transient", retryable=True) from None


def _stored(runtime: Runtime, thread: str, item: str, *, name: str, author: str = _TRAVELLER) -> StoredFile:
    now = milliseconds(runtime.clock.now())
    return StoredFile(id=name, thread=thread, item=item, author=author, name="", at=now)


def _described(stored: StoredFile, found: Checked, size: int) -> StoredFile:
    return msgspec.structs.replace(stored, name=found.name, mime=found.mime, size=size)


def _failed(stored: StoredFile, state: FileState, problem: str) -> StoredFile:
    return msgspec.structs.replace(stored, state=state, problem=problem)


def _tell(runtime: Runtime, thread: str, message: str) -> None:
    """Let pages that show the message draw it again; one that is not archived yet is drawn with its files at first."""
    with runtime.records.begin() as work:
        line = work.talk.known_as(thread, message)
    if line is not None:
        runtime.live.publish((LiveNote("", thread, "fate", line.row),))
