"""`threadfare understand` answers each line, whatever the line."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from bot.adapters.data.places import gazetteer
from bot.cli import main
from bot.commands.understand import answers
from bot.domain.understanding.places import Gazetteer


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    """A small network."""
    return gazetteer(frozenset({"CDG", "ORY", "JFK", "LGA", "EWR", "BER"}))


def _answers(places: Gazetteer, *lines: bytes) -> Iterator[dict[str, object]]:
    for answer in answers(lines, places):
        yield json.loads(answer)


def test_a_message_is_answered_with_what_it_says(places: Gazetteer) -> None:
    """Staff who debug a flow see what the bot understood of a traveller's words."""
    line = b'{"text": "Paris to New York next Friday, 2 adults", "lang": "en", "now": "2026-11-24T10:00:00"}'
    (found,) = _answers(places, line)
    assert (found["origin"], found["destination"]) == ("PAR", "NYC")
    assert found["departure"] in found["dates"]
    assert found["passengers"] == {"adults": 2, "children": 0, "infants": 0}
    assert set(found) == {
        "origin", "destination", "places", "dates", "departure", "return", "passengers", "cabin", "intent",
        "scope", "unserved", "unknown",
    }  # fmt: skip


def test_what_was_expected_decides_how_a_word_is_read(places: Gazetteer) -> None:
    """The word "Berlin" alone is the destination when that was asked for."""
    asked = [
        json.dumps({"text": "Berlin", "lang": "en", "now": "2026-11-24", "expecting": expecting}).encode()
        for expecting in ("origin", "destination")
    ]
    first, second = _answers(places, *asked)
    assert first["origin"] == "BER"
    assert second["destination"] == "BER"


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"not json\n",
        b"[]\n",
        b'{"lang": "en"}\n',
        b'{"text": 5}\n',
        b'{"text": "x", "now": "soon"}\n',
        b'{"text": "\xff"}\n',
        b'{"text": "x", "deep": ' + b"[" * 100_000 + b"\n",
    ],
)
def test_a_line_that_cannot_be_read_gets_an_error_and_the_next_one_is_read(places: Gazetteer, line: bytes) -> None:
    """One broken line does not spoil a measurement."""
    first, second = _answers(places, line, b'{"text": "Berlin"}')
    assert set(first) == {"error"}
    assert first["error"]
    assert second["places"] == ["BER"]


def test_the_command_reads_lines_and_writes_lines() -> None:
    """It can stand in a pipe."""
    result = CliRunner().invoke(main, ["understand", "--served", "cdg,ber"], input='{"text": "Berlin"}\n{}\n')
    assert result.exit_code == 0
    first, second = result.output.splitlines()
    assert json.loads(first)["places"] == ["BER"]
    assert "error" in json.loads(second)


def test_places_are_told_in_the_codes_that_are_served() -> None:
    """Who serves New York as a whole hears NYC, who serves one airport of a city hears that airport."""
    text = '{"text": "from la guardia to montreal"}\n{"text": "what is the weather in boston"}\n'
    result = CliRunner().invoke(main, ["understand", "--served", "NYC,YUL,BOS"], input=text)
    first, second = map(json.loads, result.output.splitlines())
    assert (first["origin"], first["destination"], first["scope"]) == ("NYC", "YUL", "in")
    assert (second["origin"], second["destination"], second["scope"]) == (None, None, "out")
