"""`threadfare flows rehearse` plays golden conversations against a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.adapters.data.catalogue import sample_flows
from bot.adapters.data.talks import sample_talks
from bot.cli import main
from bot.domain.rehearsal.talk_text import format_talk
from tests.builders.rehearsals import reworded_document


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["flows", "rehearse", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture(name="flow")
def _flow(tmp_path: Path) -> Path:
    path = tmp_path / "book.json"
    path.write_bytes(sample_flows()[0])
    return path


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    path = folder / "finds_nothing.talk"
    path.write_text(format_talk(sample_talks()[path.name]), encoding="utf-8")
    return path


def test_the_talks_that_ship_are_played_when_none_is_given(flow: Path) -> None:
    """One word says that the sample flow still holds."""
    code, output = _run(flow)
    assert code == 0
    assert output.count("ok  ") == sum(talk.flow == "book" for talk in sample_talks().values())


def test_a_difference_is_told_and_ends_with_one(flow: Path, talk: Path) -> None:
    """A pipeline stops, and its log says at which act and step, and in which words."""
    flow.write_bytes(reworded_document("nothing_found", "Sorry, nothing."))
    code, output = _run(flow, talk.parent)
    assert code == 1
    assert output.startswith(f"NOT {talk}: act 2 (Paris to New York on 4 December, one way, 1 adult), at nothing: It ")
    assert "but says “Sorry, nothing.”" in output


def test_new_words_are_written_into_the_file(flow: Path, talk: Path) -> None:
    """The change is then one of git, to be read by a second person."""
    flow.write_bytes(reworded_document("nothing_found", "Sorry, nothing."))
    assert _run(flow, talk, "--accept")[0] == 0
    assert "bot: Sorry, nothing." in talk.read_text(encoding="utf-8")
    assert _run(flow, talk) == (0, f"ok  {talk}\n")


def test_talks_of_other_flows_are_left_out(flow: Path, talk: Path) -> None:
    """A folder may hold those of all flows."""
    other = talk.with_name("shows_my_trip.talk")
    other.write_text(format_talk(sample_talks()[other.name]), encoding="utf-8")
    assert _run(flow, talk.parent) == (0, f"ok  {talk}\n")
    trips = flow.with_name("my_trip.json")
    trips.write_bytes(sample_flows()[1])
    assert _run(trips, talk.parent, "--beside", flow) == (0, f"ok  {other}\n")


def test_an_airline_of_another_name_and_network_has_its_own_words(flow: Path, talk: Path) -> None:
    """What is compared is what its travellers read."""
    code, output = _run(flow, talk, "--airline", "Other Air", "OA", "--served", "CDG, JFK")
    assert code == 1
    assert "Other Air" in output


def test_a_file_that_cannot_be_read_is_named(flow: Path, talk: Path) -> None:
    """The line of the file, and what is wrong with it."""
    talk.write_text("# Broken\nnonsense", encoding="utf-8")
    code, output = _run(flow, talk)
    assert code == 2
    assert f"{talk}: Line 2 cannot be read" in output
