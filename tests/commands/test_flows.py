"""`threadfare flows` publishes, lists and shows."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from click.testing import CliRunner

from bot.adapters.data.catalogue import sample_flows, to_json, to_yaml
from bot.cli import main
from bot.config import Settings
from bot.ports.flow_records import FlowRevision


class Flows:
    """Revisions in memory, as far as the command needs them."""

    def __init__(self) -> None:
        self.kept: list[FlowRevision] = []

    def publish(self, flow: str, document: bytes, *, author: str, at: int) -> FlowRevision:
        """Store the next revision and make it live."""
        self.kept = [FlowRevision(r.flow, r.revision, r.document, r.published_at, r.author, False) for r in self.kept]
        self.kept.append(FlowRevision(flow, len(self.kept) + 1, document, at, author, True))
        return self.kept[-1]

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision."""
        return tuple(self.kept)


@pytest.fixture(autouse=True)
def flows(monkeypatch: pytest.MonkeyPatch) -> Flows:
    """The flows behind the command."""
    kept = Flows()

    @contextmanager
    def begin() -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(flows=kept)

    def open_records(settings: Settings) -> SimpleNamespace:
        assert settings.database_url == "postgresql+psycopg://db/x"
        return SimpleNamespace(begin=begin)

    module = ModuleType("bot.bootstrap")
    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    return kept


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner(env={"DATABASE_URL": "postgresql://db/x"}).invoke(main, ["flows", *arguments])
    return result.exit_code, result.output


def test_an_edited_flow_is_published_as_the_next_revision(tmp_path: Path, flows: Flows) -> None:
    """Staff edit a text in a file, publish it, and the next talk says it."""
    path = tmp_path / "book.yaml"
    path.write_text(to_yaml(sample_flows()[0]))
    assert _run("publish", str(path)) == (0, "book is published as revision 1.\n")
    assert _run("publish", str(path), "--author", "ana") == (0, "book is published as revision 2.\n")
    assert _run("list") == (0, "  book 1\n* book 2\n")
    assert flows.kept[1].author == "ana"


def test_a_flow_with_faults_is_not_published(tmp_path: Path, flows: Flows) -> None:
    """A slip never reaches a traveller: the faults are listed and nothing changes."""
    path = tmp_path / "broken.yaml"
    path.write_text("{spec: 1, flow: book, start: nowhere, nodes: {}, texts: {}}")
    code, output = _run("publish", str(path))
    assert code == 2
    assert "nowhere" in output
    assert flows.kept == []


def test_what_is_shown_can_be_edited_and_published_again(tmp_path: Path, flows: Flows) -> None:
    """The way out of the store leads back into it, unchanged."""
    path = tmp_path / "book.yaml"
    path.write_text(to_yaml(sample_flows()[0]))
    _run("publish", str(path))
    code, shown = _run("show", "book")
    assert code == 0
    assert to_json(shown.encode()) == flows.kept[0].document
    assert _run("show", "book", "--revision", "1") == (0, shown)


def test_a_flow_that_does_not_exist_is_answered_with_where_to_look() -> None:
    """A slip in a name gets a sentence."""
    code, output = _run("show", "nothing")
    assert code == 2
    assert "`threadfare flows list` shows what there is" in output
