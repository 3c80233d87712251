"""`threadfare flows check|diff|export|schema`: flows in git, with the exit codes of git."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.adapters.data.catalogue import sample_flows
from bot.adapters.data.flow_files import write_flow
from bot.cli import main
from tests.builders.flows import ask, document

BOOK = sample_flows()[0]

WORDS = {language: {"hi": "Hi"} for language in ("en", "fr", "es", "de")}
"""Texts of a small flow in every language that an airline speaks."""


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner(env={"DATABASE_URL": ""}).invoke(main, ["flows", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The flow that ships, as people keep it."""
    write_flow(BOOK, tmp_path)
    return tmp_path / "book.yaml"


def test_a_flow_without_faults_is_well(book: Path) -> None:
    """And no database is asked."""
    assert _run("check", book) == (0, "book.yaml: no faults.\n")
    assert _run("check", book, "--json") == (0, "[]\n")


def test_faults_are_lines_that_editors_can_jump_to(book: Path) -> None:
    """File, step, language, channel, rule; exit code 1 when one of them blocks."""
    words = book.with_name("book.fr.yaml")
    words.write_text(words.read_text().replace("ask_origin: D'où partez-vous ?\n", ""))
    code, output = _run("check", book)
    assert (code, output) == (1, "book.yaml: ask_origin fr: error 11: The text 'ask_origin' is missing.\n")
    code, output = _run("check", book, "--json")
    (row,) = json.loads(output)
    assert (code, row["file"], row["rule"], row["severity"], row["step"]) == (1, "book.yaml", 11, "error", "ask_origin")
    assert _run("check", book, "--language", "en")[0] == 0


def test_warnings_alone_are_no_reason_to_stop(tmp_path: Path) -> None:
    """They are told, and the exit code is 0."""
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(document({"a": ask(), "b": {"end": True}}, texts=WORDS)))
    code, output = _run("check", path)
    assert (code, output) == (0, "tiny.json: b: warning 4: No path reaches this node.\n")


def test_flows_that_enter_one_another_are_checked_together(tmp_path: Path) -> None:
    """A flow beside it counts, and so do those that ship."""
    paths = []
    for name, other in (("outer", "inner"), ("inner", "my_trip")):
        enters = {"a": {"do": [{"do": "enter_flow", "flow": other}], "next": "end"}, "person": {"end": True}}
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(document(enters, name=name, texts=WORDS)))
    code, output = _run("check", *paths)
    assert (code, "There is no flow" in output) == (0, False)
    assert "There is no flow 'inner'" in _run("check", paths[0])[1]


def test_hosts_of_ours_are_told_by_name(tmp_path: Path) -> None:
    """Where they are told, other hosts are faults."""
    shows = {
        "do": [{"do": "show_media", "kind": "image", "url": "https://x.example/a.png", "alt": "hi"}],
        "next": "end",
    }
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(document({"a": shows})))
    assert "not ours" not in _run("check", path)[1]
    assert "not ours; there are media.example.com" in _run("check", path, "--host", "media.example.com")[1]


def test_what_differs_is_told_in_words(book: Path, tmp_path: Path) -> None:
    """Exit code 1 when anything does, as of diff; 0 when nothing."""
    other = tmp_path / "other"
    other.mkdir()
    write_flow(BOOK.replace(b"Where are you flying from?", b"Where from?"), other)
    code, output = _run("diff", book, other / "book.yaml")
    told = ["The text ask_origin (en) changes.", "  - Where are you flying from?", "  + Where from?"]
    assert (code, output.splitlines()) == (1, told)
    (row,) = json.loads(_run("diff", book, other / "book.yaml", "--json")[1])
    assert (row["kind"], row["text"], row["after"]) == ("text", "ask_origin", "Where from?")
    assert _run("diff", book, book) == (0, "Nothing differs.\n")


@pytest.mark.parametrize("command", [("check",), ("diff", "x.yaml")])
def test_what_cannot_be_read_is_exit_code_two(tmp_path: Path, command: tuple[str, ...]) -> None:
    """With one sentence, and no traceback."""
    path = tmp_path / "x.yaml"
    path.write_text("a: &a [*a]")
    code, output = _run(command[0], *(path for _ in command))
    assert (code, "anchors and aliases" in output, "Traceback" in output) == (2, True, False)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """It is not taken for the name of a flow."""
    assert _run("diff", tmp_path / "gone.yaml", tmp_path / "gone.yaml")[0] == 2


def test_the_schema_is_printed_and_written(tmp_path: Path) -> None:
    """For editors that complete what is typed."""
    code, output = _run("schema")
    assert (code, json.loads(output)["title"]) == (0, "A flow of Threadfare")
    path = tmp_path / "flow.schema.json"
    assert _run("schema", "--to", path)[0] == 0
    assert path.read_text() == output
