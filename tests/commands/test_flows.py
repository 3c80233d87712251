"""`threadfare flows` publishes, lists and shows."""

import sys
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from click.testing import CliRunner

from bot.adapters.data.catalogue import sample_flows, to_json, to_yaml
from bot.adapters.data.talks import sample_talks
from bot.cli import main
from bot.config import Settings
from bot.domain.world import World
from bot.services import goldens
from tests.builders.world import world
from tests.fakes.clock import CountingIds
from tests.fakes.records import MemoryRecords


@pytest.fixture(autouse=True)
def records(monkeypatch: pytest.MonkeyPatch) -> MemoryRecords:
    """The stores behind the command."""
    kept = MemoryRecords()

    def open_records(settings: Settings) -> MemoryRecords:
        assert settings.database_url == "postgresql+psycopg://db/x"
        return kept

    def open_world(_: Settings) -> World:
        return world()

    module = ModuleType("bot.bootstrap")
    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setattr(module, "open_world", open_world, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    return kept


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner(env={"DATABASE_URL": "postgresql://db/x"}).invoke(main, ["flows", *arguments])
    return result.exit_code, result.output


def test_an_edited_flow_is_published_as_the_next_revision(tmp_path: Path, records: MemoryRecords) -> None:
    """Staff edit a text in a file, publish it, and the next talk says it."""
    path = tmp_path / "book.yaml"
    path.write_text(to_yaml(sample_flows()[0]))
    assert _run("publish", str(path)) == (0, "book is published as revision 1.\n")
    path.write_text(path.read_text().replace("Where are you flying from?", "From where?"))
    assert _run("publish", str(path), "--author", "ana", "--notes", "Shorter") == (
        0,
        "book is published as revision 2.\n",
    )
    assert _run("list") == (0, "  book 1\n* book 2\n")
    assert [(one.author, one.notes) for one in records.flows.heads()] == [
        ("command line: shell", "From the file book.yaml."),
        ("command line: ana", "Shorter"),
    ]
    assert [(act.what, act.subject, act.reason) for act in records.audit.acts] == [
        ("flow.publish", "book", "From the file book.yaml."),
        ("flow.publish", "book", "Shorter"),
    ]


def test_words_about_money_take_a_second_person_or_alone(tmp_path: Path, records: MemoryRecords) -> None:
    """The refusal names them; who does it alone stands in the audit with what was changed."""
    path = tmp_path / "book.json"
    path.write_bytes(sample_flows()[0])
    assert _run("publish", str(path))[0] == 0
    document = msgspec.json.decode(path.read_bytes())
    document["texts"]["en"]["holding"] = "One moment."
    path.write_bytes(msgspec.json.encode(document))
    code, output = _run("publish", str(path), "--author", "ana")
    assert (code, "the text holding (en) changes" in output) == (2, True)
    assert _run("publish", str(path), "--author", "ana", "--alone") == (0, "book is published as revision 2.\n")
    act = records.audit.acts[-1]
    assert (act.who, act.what, "holding" in act.after) == ("command line: ana", "flow.publish_alone", True)


def test_a_flow_with_faults_is_not_published(tmp_path: Path, records: MemoryRecords) -> None:
    """A slip never reaches a traveller: the faults are listed and nothing changes."""
    path = tmp_path / "broken.yaml"
    path.write_text("{spec: 1, flow: book, start: nowhere, nodes: {}, texts: {}}")
    code, output = _run("publish", str(path))
    assert code == 2
    assert "nowhere" in output
    assert records.flows.kept == {}


def test_what_is_shown_can_be_edited_and_published_again(tmp_path: Path, records: MemoryRecords) -> None:
    """The way out of the store leads back into it, unchanged."""
    path = tmp_path / "book.yaml"
    path.write_text(to_yaml(sample_flows()[0]))
    _run("publish", str(path))
    code, shown = _run("show", "book")
    assert code == 0
    assert to_json(shown.encode()) == records.flows.kept["book", 1].document
    assert _run("show", "book", "--revision", "1") == (0, shown)


def test_a_flow_that_does_not_exist_is_answered_with_where_to_look() -> None:
    """A slip in a name gets a sentence."""
    code, output = _run("show", "nothing")
    assert code == 2
    assert "`threadfare flows list` shows what there is" in output


def test_a_published_flow_is_exported_with_its_texts_apart(tmp_path: Path, records: MemoryRecords) -> None:
    """Into a folder that is made; what lies there is published again as it is, and nothing differs."""
    path = tmp_path / "book.json"
    path.write_bytes(sample_flows()[0])
    _run("publish", str(path))
    code, output = _run("export", "book", "--to", str(tmp_path / "git" / "flows"))
    names = [Path(line).name for line in output.splitlines()]
    assert (code, names) == (0, ["book.de.yaml", "book.en.yaml", "book.es.yaml", "book.fr.yaml", "book.yaml"])
    written = str(tmp_path / "git" / "flows" / "book.yaml")
    assert _run("diff", "book", written) == (0, "Nothing differs.\n")
    assert _run("publish", written, "--json")[1] == '{\n  "flow": "book",\n  "revision": 1\n}\n'
    assert list(records.flows.kept) == [("book", 1)]


def test_a_published_flow_is_exported_whole_in_either_form(tmp_path: Path) -> None:
    """For other programs, or to look at."""
    path = tmp_path / "book.json"
    path.write_bytes(sample_flows()[0])
    _run("publish", str(path))
    shipped = msgspec.json.decode(sample_flows()[0])
    assert msgspec.json.decode(to_json(_run("export", "book")[1].encode())) == shipped
    assert msgspec.json.decode(_run("export", "book", "--json")[1]) == shipped


def test_revisions_are_compared_by_number(tmp_path: Path) -> None:
    """What was published when."""
    path = tmp_path / "book.json"
    path.write_bytes(sample_flows()[0])
    _run("publish", str(path))
    path.write_bytes(sample_flows()[0].replace(b"Where are you flying from?", b"Where from?"))
    _run("publish", str(path))
    code, output = _run("diff", "book@1", "book")
    assert (code, output.splitlines()[0]) == (1, "The text ask_origin (en) changes.")
    assert _run("diff", "book@one", "book")[0] == 2
    assert _run("diff", "book@9", "book")[0] == 2


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    """One sentence, and exit code 2."""
    path = tmp_path / "book.json"
    path.write_bytes(sample_flows()[0])
    _run("publish", str(path))
    code, output = _run("export", "book", "--to", str(path / "inside"))
    assert (code, "cannot be written to" in output) == (2, True)


def test_a_file_that_fails_a_golden_conversation_is_not_published(tmp_path: Path, records: MemoryRecords) -> None:
    """What staff keep as a test holds for whoever works in git as well; alone, too."""
    path = tmp_path / "book.yaml"
    path.write_text(to_yaml(sample_flows()[0]))
    assert _run("publish", str(path))[0] == 0
    with records.begin() as work:
        goldens.seed(work, sample_talks().values(), world(), ids=CountingIds(), at=1)
    path.write_text(path.read_text().replace("Which e-mail address", "What address"))
    for more in ((), ("--alone",)):
        code, output = _run("publish", str(path), *more)
        assert (code, "does not go as it did" in output) == (2, True)
    assert list(records.flows.kept) == [("book", 1)]
