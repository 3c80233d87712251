"""Files of both sides: fetched by a worker, looked at, kept or refused with a sentence; sent once, by who may."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.context import Context
from bot.domain.conversation.events import AttachmentReceived, ChoiceTapped, MessageUnsent
from bot.domain.conversation.file_events import FetchFiles
from bot.domain.conversation.files import FileRef, Upload
from bot.domain.conversation.messages import Media
from bot.domain.errors import ConflictError, InvalidError, SendFailedError, UnavailableError
from bot.domain.turn import advance
from bot.ports.conversations import Due
from bot.services import desk, desk_search, files, turns
from bot.services.performers import ALL, QUICK
from tests.builders.files import HOSTILE, PDF, png
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

THREAD, CHAT = "whatsapp:1:447700900001", "webchat:TF:marie"
ANA, EVA = somebody("Ana"), somebody("Eva")
PICTURE = FileRef("image", "77", "")
MINUTE = 60_000


class Shelf:
    """A platform's files, in memory; `away` are errors that come first."""

    def __init__(self, **known: bytes) -> None:
        self.known, self.away = known, list[Exception]()

    def fetch(self, file: FileRef) -> bytes:
        """Its bytes."""
        if self.away:
            raise self.away.pop(0)
        return self.known[f"n{file.source}"]


@pytest.fixture
def shelf() -> Shelf:
    """One picture, one page that says that it is one, one document."""
    return Shelf(n77=png(), n78=HOSTILE["page.png"], n79=PDF)


@pytest.fixture
def stage(shelf: Shelf) -> Bench:
    """A worker, and a web chat whose traveller waits."""
    stage = bench(media={"whatsapp": shelf})
    turns.take(stage.runtime, CHAT, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    return stage


def arrive(stage: Bench, *refs: FileRef, message: str = "wamid.1") -> Due:
    """A message with files comes in; gives the effect that is wanted."""
    event = AttachmentReceived(message, NOW_MS, refs[0].kind, Context(files=refs))
    turns.take(stage.runtime, THREAD, event)
    return Due(f"{message}#0", THREAD, FetchFiles(message, refs), NOW_MS)


def test_a_turn_wants_the_files_fetched_whoever_has_the_thread() -> None:
    """The webhook waits for none of it; a worker fetches, since it takes a token and time."""
    stage = bench()
    desk_talk = desk.thread_state(stage.runtime, CHAT)
    assert desk_talk is None
    turns.take(stage.runtime, CHAT, ChoiceTapped("t1", 1, "go:person"))
    talk = stage.archive.load(CHAT)
    assert talk is not None
    event = AttachmentReceived("m1", NOW_MS, "image", Context(files=(PICTURE,)))
    turn = advance(talk, event, world=stage.runtime.world(), now=NOW_MS)
    assert turn.effects == (FetchFiles("m1", (PICTURE,)),)
    assert FetchFiles in ALL
    assert FetchFiles not in QUICK


def test_a_file_of_the_web_chat_is_there_already() -> None:
    """Nothing is fetched that has no source."""
    stage = bench()
    turns.take(stage.runtime, CHAT, ChoiceTapped("t1", 1, "go:person"))
    talk = stage.archive.load(CHAT)
    assert talk is not None
    event = AttachmentReceived("m1", NOW_MS, "image", Context(files=(FileRef("image", "", "a.png", "fil_1"),)))
    assert advance(talk, event, world=stage.runtime.world(), now=NOW_MS).effects == ()


def test_what_a_traveller_sent_is_kept_and_open_pages_draw_it(stage: Bench) -> None:
    """Once, however often it is fetched."""
    due = arrive(stage, PICTURE, FileRef("document", "79", "ticket.pdf"))
    assert ALL[FetchFiles](stage.runtime, due) is None
    kept = files.of_items(stage.runtime, THREAD, ("wamid.1",))
    assert sorted((one.name, one.mime, one.state) for one in kept) == [
        ("image.png", "image/png", "kept"),
        ("ticket.pdf", "application/pdf", "kept"),
    ]
    assert files.opened(stage.runtime, kept[0].id) is not None
    assert stage.archive.notes[-1].kind == "fate"
    files.fetch(stage.runtime, due)
    assert len(files.of_items(stage.runtime, THREAD, ("wamid.1",))) == 2


def test_a_hostile_file_is_refused_with_the_reason_and_none_of_it_kept(stage: Bench) -> None:
    """Nobody at the desk can open it."""
    files.fetch(stage.runtime, arrive(stage, FileRef("image", "78", "holiday.png")))
    (one,) = files.of_items(stage.runtime, THREAD, ("wamid.1",))
    assert (one.state, one.size) == ("refused", 0)
    assert "no file that is taken" in one.problem
    assert stage.archive.files.content(one.id) == b""
    assert files.opened(stage.runtime, one.id) is None


def test_a_platform_that_is_away_is_asked_again_and_then_it_is_said(stage: Bench, shelf: Shelf) -> None:
    """The agent reads that the file did not come, and need not wait for it."""
    due = arrive(stage, PICTURE)
    shelf.away = [UnavailableError("Away."), SendFailedError("Later.", reason="transient", retryable=True)]
    for _ in range(2):
        with pytest.raises(SendFailedError):
            files.fetch(stage.runtime, due)
    assert files.of_items(stage.runtime, THREAD, ("wamid.1",)) == ()
    stage.clock.pass_time(minutes=6)
    shelf.away = [UnavailableError("Away.")]
    files.fetch(stage.runtime, due)
    (one,) = files.of_items(stage.runtime, THREAD, ("wamid.1",))
    assert (one.state, one.problem) == ("failed", files.AWAY)


def test_what_the_platform_has_no_more_is_not_asked_for_again(stage: Bench, shelf: Shelf) -> None:
    """An id that ran out stays so."""
    due = arrive(stage, PICTURE)
    shelf.away = [SendFailedError("Gone.", reason="content", retryable=False)]
    files.fetch(stage.runtime, due)
    assert [one.state for one in files.of_items(stage.runtime, THREAD, ("wamid.1",))] == ["failed"]


def test_a_channel_whose_files_nobody_fetches_says_so() -> None:
    """A worker without a token fails at once and not forever."""
    stage = bench()
    files.fetch(stage.runtime, arrive(stage, PICTURE))
    assert [one.state for one in files.of_items(stage.runtime, THREAD, ("wamid.1",))] == ["failed"]


def test_a_talk_that_is_full_takes_no_more(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody fills the database through one chat."""
    monkeypatch.setattr(files, "MOST_OF_A_THREAD", 10)
    files.fetch(stage.runtime, arrive(stage, PICTURE))
    files.fetch(stage.runtime, arrive(stage, PICTURE, message="wamid.2"))
    assert [one.problem for one in files.of_items(stage.runtime, THREAD, ("wamid.2",))] == [files.FULL]


def test_an_agent_sends_a_file_once_as_a_message_of_its_own(stage: Bench) -> None:
    """The traveller gets an address; the desk shows the file itself."""
    desk.take(stage.runtime, CHAT, ANA)
    for _ in range(2):
        files.send(stage.runtime, ANA, CHAT, Upload("Plan é.png", png(), "abc"))
    said: Any = [line for line in stage.archive.shelf if line.kind.lower() == "media"]
    assert len(said) == 1
    (one,) = files.of_items(stage.runtime, CHAT, (said[0].message,))
    assert (one.name, one.author, one.size) == ("Plan é.png", "Ana", len(png()))
    media: Any = msgspec.json.decode(said[0].body, type=Media)
    assert (media.kind, media.filename) == ("image", "Plan é.png")
    assert media.url.startswith("http://localhost/files/")
    assert "marie" not in media.url


def test_only_who_has_the_thread_sends_a_file_in_it(stage: Bench) -> None:
    """Nothing is kept of what was not sent."""
    with pytest.raises(ConflictError, match="Take the thread"):
        files.send(stage.runtime, ANA, CHAT, Upload("a.png", png(), "a"))
    desk.take(stage.runtime, CHAT, ANA)
    with pytest.raises(ConflictError):
        files.send(stage.runtime, EVA, CHAT, Upload("a.png", png(), "b"))
    with pytest.raises(ConflictError):
        files.send(stage.runtime, ANA, "webchat:TF:nobody", Upload("a.png", png(), "c"))
    assert stage.archive.files.known == {}


@pytest.mark.parametrize("key", ["", "1", "a-b", "x" * 65])
def test_a_file_has_a_key_of_letters(stage: Bench, key: str) -> None:
    """By which it is sent once."""
    with pytest.raises(InvalidError):
        files.send(stage.runtime, ANA, CHAT, Upload("a.png", png(), key))


def test_a_hostile_file_of_an_agent_is_refused(stage: Bench) -> None:
    """Before anything is said."""
    desk.take(stage.runtime, CHAT, ANA)
    said = len(stage.archive.shelf)
    with pytest.raises(InvalidError):
        files.send(stage.runtime, ANA, CHAT, Upload("holiday.png", HOSTILE["page.png"], "a"))
    assert len(stage.archive.shelf) == said
    assert stage.archive.files.known == {}


def test_after_the_channels_window_no_file_goes_out(stage: Bench) -> None:
    """WhatsApp takes templates alone then; the agent is told, and nothing is kept."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    desk.take(stage.runtime, THREAD, ANA)
    stage.clock.pass_time(hours=25)
    with pytest.raises(ConflictError, match="24 hours"):
        files.send(stage.runtime, ANA, THREAD, Upload("a.png", png(), "a"))
    assert stage.archive.files.known == {}


def test_files_are_found_by_their_names(stage: Bench) -> None:
    """In the search of all threads, as words are."""
    arrive(stage, FileRef("document", "79", "visa-letter.pdf"))
    assert [hit.thread for hit in desk_search.find(stage.runtime, ANA, "visa").hits] == [THREAD]
    desk.take(stage.runtime, CHAT, ANA)
    files.send(stage.runtime, ANA, CHAT, Upload("seatmap.png", png(), "abc"))
    assert [hit.thread for hit in desk_search.find(stage.runtime, ANA, "seatm").hits] == [CHAT]


def test_a_picture_that_was_taken_back_is_gone(stage: Bench) -> None:
    """As its traveller's words are."""
    files.fetch(stage.runtime, arrive(stage, PICTURE))
    turns.take(stage.runtime, THREAD, MessageUnsent("u1", NOW_MS, "wamid.1"))
    assert files.of_items(stage.runtime, THREAD, ("wamid.1",)) == ()
