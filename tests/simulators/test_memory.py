"""A platform that starts again knows whom it knew, and its phones show what they showed."""

from pathlib import Path

import msgspec
import pytest

from bot.simulators.memory import Memory
from bot.simulators.phones import Phones
from bot.simulators.platform import Platform

NOW = 1790000000000
HOST = {"host": "127.0.0.1", "sec-fetch-site": "same-origin"}


class Run:
    """One run of the platform over a file."""

    def __init__(self, path: Path) -> None:
        self.platform = Platform(lambda: NOW)
        self.phones = Phones(self.platform, brand="Test Air")
        self.memory = Memory(path, self.platform, self.phones)
        self.memory.load()

    def post(self, path: str, body: object = None) -> None:
        """Do something on the page of the phones."""
        answer = self.phones.answer("POST", f"/phones/{path}", HOST, msgspec.json.encode(body or {}))
        assert answer.status == 200

    def state(self) -> dict[str, object]:
        """What phones are told, but for the name of the run."""
        told = msgspec.json.decode(self.phones.answer("GET", "/phones/state?since=0", HOST, b"").body)
        return {name: value for name, value in told.items() if name != "began"}


@pytest.fixture
def before(tmp_path: Path) -> Run:
    """A run in which two people hold phones, one wrote, time passed, and the page has a greeting."""
    run = Run(tmp_path / "phones.json")
    run.platform.messenger.profile.properties = {"greeting": [{"locale": "default", "text": "Fly!"}]}
    run.post("messenger/people")
    run.post("messenger/6102938475610002/says", {"text": "Paris to Rome"})
    run.platform.deliver(run.phones.watched("messenger", lambda *_: 200), "messenger")
    run.post("clock", {"hours": 25})
    run.memory.save()
    return run


def test_phones_show_after_a_restart_what_they_showed(before: Run, tmp_path: Path) -> None:
    """Who holds them, what was said, how late it is, and whether the window is open."""
    after = Run(tmp_path / "phones.json")
    assert after.state() == before.state()
    assert "Paris to Rome" in str(after.state()["entries"])
    assert after.platform.messenger.person("6102938475610002").last_heard == NOW


def test_what_happens_later_follows_and_is_kept_as_well(before: Run, tmp_path: Path) -> None:
    """Entries count on; the next holder is nobody who was there."""
    after = Run(tmp_path / "phones.json")
    after.post("messenger/people")
    after.memory.save()
    people = [one["id"] for one in after.state()["phones"]["messenger"]["people"]]  # type: ignore[index]
    assert people == [f"610293847561000{number}" for number in (1, 2, 3)]
    assert after.phones.tape.newest == before.phones.tape.newest
    assert Run(tmp_path / "phones.json").state() == after.state()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"ahead": "x"}'])
def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path, content: bytes) -> None:
    """The platform starts all the same."""
    (tmp_path / "phones.json").write_bytes(content)
    assert Run(tmp_path / "phones.json").phones.tape.newest == 0


@pytest.mark.usefixtures("before")
def test_nobody_else_reads_the_file(tmp_path: Path) -> None:
    """Names and words of travellers stand in it."""
    assert (tmp_path / "phones.json").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "phones.new").exists()
