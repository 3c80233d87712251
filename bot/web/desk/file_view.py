"""Files of a thread as the desk shows them, with the messages with which they came or went."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.conversation.context import Context
from bot.domain.conversation.events import AttachmentReceived, Event, TextReceived
from bot.domain.conversation.files import MEGABYTE, TYPES, FileRef
from bot.domain.staff.person import Person
from bot.ports.file_records import StoredFile
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.services import file_links, files

ACCEPT = ",".join(TYPES)
_MASKED = "You may not see files: contacts are masked for you."


class Shown(msgspec.Struct, frozen=True):
    """A file as the transcript shows it: a link to it, or a sentence that says why there is none."""

    name: str
    said: str
    url: str = ""
    picture: bool = False


def of_lines(runtime: Runtime, reader: Person, lines: Iterable[Line]) -> Mapping[int, tuple[Shown, ...]]:
    """The files of lines of one thread, by row; what is not fetched yet says so."""
    rows = [(line, _refs(line)) for line in lines]
    wanted = [(line, refs) for line, refs in rows if refs or line.kind.lower() == "media"]
    if not wanted:
        return {}
    kept = files.of_items(runtime, wanted[0][0].thread, tuple(line.message for line, _ in wanted))
    found = {line.row: _of_line(runtime, reader, line, refs=refs, kept=kept) for line, refs in wanted}
    return {row: shown for row, shown in found.items() if shown}


def _of_line(
    runtime: Runtime, reader: Person, line: Line, *, refs: tuple[FileRef, ...], kept: tuple[StoredFile, ...]
) -> tuple[Shown, ...]:
    """What is there, then what is still to come."""
    mine = {one.id: one for one in kept if one.item == line.message}
    asked = ((files.file_id(line.thread, line.message, number), ref) for number, ref in enumerate(refs))
    waits = (Shown(ref.name, "Being fetched from the channel…") for name, ref in asked if name not in mine)
    return (*(_shown(runtime, reader, one) for one in mine.values()), *waits)


def _refs(line: Line) -> tuple[FileRef, ...]:
    if line.kind not in ("AttachmentReceived", "TextReceived") or '"files"' not in line.body:
        return ()
    try:
        event = msgspec.json.decode(line.body, type=Event)
    except msgspec.MsgspecError:
        return ()
    context: Context | None = event.context if isinstance(event, AttachmentReceived | TextReceived) else None
    return context.files if context is not None else ()


def _shown(runtime: Runtime, reader: Person, file: StoredFile) -> Shown:
    if file.state != "kept" or file.mime not in TYPES:
        return Shown(file.name, file.problem or "There is no such file.")
    if not reader.may("contacts.reveal"):
        return Shown("", _MASKED)
    called = TYPES[file.mime][2]
    size = f"{max(1, round(file.size / 1024))} kB" if file.size < MEGABYTE else f"{file.size / MEGABYTE:.1f} MB"
    kind = called if called == "PDF" else called.capitalize()
    return Shown(file.name, f"{kind}, {size}", file_links.path_of(runtime, file.id), file.mime.startswith("image/"))
