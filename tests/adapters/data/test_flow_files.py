"""Flows as files: whole or with texts apart, they are the same flow; what is no flow names its file."""

import json
from pathlib import Path

import msgspec
import pytest
import yaml

from bot.adapters.data.catalogue import sample_flows
from bot.adapters.data.flow_files import as_text, read_flow, write_flow
from bot.domain.errors import InvalidError
from tests.builders.flows import document

BOOK = sample_flows()[0]


@pytest.mark.parametrize("ending", [".yaml", ".json"])
def test_a_flow_is_written_apart_and_read_again(tmp_path: Path, ending: str) -> None:
    """Its logic in one file, each language in one of its own; together they are what was exported."""
    written = write_flow(BOOK, tmp_path, ending=ending)
    assert [path.name for path in written] == [
        *(f"book.{language}{ending}" for language in ("de", "en", "es", "fr")),
        f"book{ending}",
    ]
    assert json.loads(read_flow(tmp_path / f"book{ending}")) == json.loads(BOOK)
    assert "nodes" not in (tmp_path / f"book.fr{ending}").read_text()
    assert "D'où partez-vous" in (tmp_path / f"book.fr{ending}").read_text()


def test_a_flow_is_read_whole(tmp_path: Path) -> None:
    """Texts beside a file that has its own are not mixed in."""
    path = tmp_path / "book.yaml"
    path.write_text(as_text(json.loads(BOOK)), encoding="utf-8")
    (tmp_path / "book.de.yaml").write_text("hello: Hallo")
    assert read_flow(path) == BOOK


def test_what_is_written_is_the_same_every_time(tmp_path: Path) -> None:
    """A commit holds what was changed and nothing else."""
    first = [path.read_bytes() for path in write_flow(BOOK, tmp_path)]
    assert [path.read_bytes() for path in write_flow(read_flow(tmp_path / "book.yaml"), tmp_path)] == first
    assert all(text.endswith(b"\n") for text in first)


def test_other_files_beside_a_flow_are_none_of_its_texts(tmp_path: Path) -> None:
    """A translation of another flow, a backup, or a file of another kind."""
    write_flow(BOOK, tmp_path)
    for name in ("bookings.en.yaml", "book.en.json", "book.en.old.yaml", "other.yaml"):
        (tmp_path / name).write_text("hostile: yes")
    assert json.loads(read_flow(tmp_path / "book.yaml")) == json.loads(BOOK)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"- 1", "odd.yaml: A flow is an object"),
        (b"a: &a [*a]", "odd.yaml: Line 1: anchors and aliases"),
        (b"x" * (20 * 1024 * 1024), "odd.yaml: A flow may have 512 KiB; this file has 20480"),
        (yaml.safe_dump(document({"b": {"surprise": 1}})).encode(), "odd.yaml: The flow cannot be read: step 'b'"),
        (msgspec.json.encode(document({f"n{n}": {} for n in range(10_000)})), "this one has 10003"),
    ],
)
def test_a_file_that_is_no_flow_is_refused_by_its_name(tmp_path: Path, text: bytes, told: str) -> None:
    """With the reason, however large it is."""
    path = tmp_path / "odd.yaml"
    path.write_bytes(text)
    with pytest.raises(InvalidError, match=told):
        read_flow(path)


def test_a_text_that_is_wrong_names_its_own_file(tmp_path: Path) -> None:
    """Translators are told which of theirs it is."""
    write_flow(BOOK, tmp_path)
    (tmp_path / "book.fr.yaml").write_text("hello: [")
    with pytest.raises(InvalidError, match=r"book.fr.yaml: The file is not YAML"):
        read_flow(tmp_path / "book.yaml")
