"""What every store of files promises, in memory and in a real PostgreSQL alike."""

from typing import Any

import msgspec

from bot.ports.file_records import StoredFile
from tests.builders.world import NOW_MS

TABLES = "stored_files"
ADA, BOB = "webchat:TF:files-ada", "messenger:page:files-bob"
BYTES = bytes(range(256))


def file(name: str = "fil_a", **fields: Any) -> StoredFile:
    """A picture of Ada's."""
    usual = {"id": name, "thread": ADA, "item": "m1", "author": "traveller", "name": "é.png", "mime": "image/png"}
    return StoredFile(**{**usual, "size": len(BYTES), "at": NOW_MS, **fields})


def kept(records: Any, *files: StoredFile) -> None:
    """Keep them."""
    with records.begin() as work:
        for one in files:
            work.files.keep(one, BYTES)


def test_a_file_is_read_back_byte_by_byte(records: Any) -> None:
    """With everything that is known of it; nobody else's bytes take its place."""
    kept(records, file())
    with records.begin() as work:
        work.files.keep(file(name="fil_a"), b"others")
        assert work.files.file("fil_a") == file()
        assert work.files.content("fil_a") == BYTES
        assert work.files.file("fil_none") is None
        assert work.files.content("fil_none") == b""


def test_files_stand_with_their_messages(records: Any) -> None:
    """In order, those of one thread alone; of what was refused there is the reason."""
    refused = file("fil_b", at=NOW_MS + 1, state="refused", problem="This is no file that is taken.", size=0)
    kept(records, file(), refused, file("fil_c", item="m2"), file("fil_d", thread=BOB))
    with records.begin() as work:
        assert work.files.of_items(ADA, ("m1",)) == (file(), refused)
        assert work.files.of_items(ADA, ()) == ()
        assert work.files.size_of(ADA) == 2 * len(BYTES)
        assert work.files.size_of("webchat:TF:nobody") == 0


def test_files_go_with_their_talk(records: Any) -> None:
    """Those of somebody who had the thread before or after stay."""
    kept(records, *(file(f"fil_{number}", at=number) for number in range(1, 5)), file("fil_b", thread=BOB, at=2))
    with records.begin() as work:
        work.files.forget(ADA, since=1, until=3)
        assert [one.id for one in work.files.of_items(ADA, ("m1",))] == ["fil_1", "fil_4"]
        work.files.forget(ADA)
        assert work.files.of_items(ADA, ("m1",)) == ()
        assert work.files.content("fil_1") == b""
        assert work.files.file("fil_b") == file("fil_b", thread=BOB, at=2)
        work.files.drop("fil_b")
        assert work.files.file("fil_b") is None


def test_a_name_of_a_stranger_is_kept_as_far_as_it_can_be(records: Any) -> None:
    """PostgreSQL knows no NUL."""
    with records.begin() as work:
        work.files.keep(file(name="fil_n", item="m\0x"), BYTES)
        found = work.files.of_items(ADA, ("m\0x",))
    assert [msgspec.structs.replace(one, item="").id for one in found] == ["fil_n"]
