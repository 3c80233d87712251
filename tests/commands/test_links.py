"""`threadfare links` makes addresses that open a booking, draws them, and tells what came of them."""

import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.config import Settings
from bot.domain.money import Money
from bot.domain.shopping.links import LinkVisit
from bot.domain.shopping.refs import CODE
from bot.domain.understanding.places import Gazetteer
from tests.builders import world as builders
from tests.fakes.records import MemoryRecords

ENVIRONMENT = {
    "DATABASE_URL": "postgresql://db/x",
    "MESSENGER_PAGE_ID": "1001",
    "INSTAGRAM_USERNAME": "threadfare.air",
    "WHATSAPP_PHONE": "447700900001",
    "PUBLIC_URL": "https://tickets.example",
}


@pytest.fixture(autouse=True)
def records(monkeypatch: pytest.MonkeyPatch) -> MemoryRecords:
    """The stores behind the command."""
    kept = MemoryRecords()
    module = ModuleType("bot.bootstrap")

    def open_records(_: Settings) -> MemoryRecords:
        return kept

    def open_places(_: Settings) -> Gazetteer:
        return builders.world().places

    monkeypatch.setattr(module, "open_records", open_records, raising=False)
    monkeypatch.setattr(module, "open_places", open_places, raising=False)
    monkeypatch.setitem(sys.modules, "bot.bootstrap", module)
    return kept


def _run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner(env={**ENVIRONMENT, **environment}).invoke(main, ["links", *arguments])
    return result.exit_code, result.output


def _created(*arguments: str) -> tuple[str, dict[str, str]]:
    """The id of a new link and its addresses by channel."""
    code, output = _run("create", *arguments)
    assert code == 0, output
    first, *lines = output.splitlines()
    return first.split("  ")[0], dict(line.split(": ", 1) for line in lines)


def test_a_link_has_an_address_for_every_channel() -> None:
    """Staff copy what they need; all of them lead to the same trip, and the one for WhatsApp holds a code in words."""
    link, addresses = _created("--to", "nyc", "--from", "PAR", "--name", "Autumn ad")
    assert addresses["messenger"] == f"https://m.me/1001?ref=l-{link}"
    assert addresses["instagram"] == f"https://ig.me/m/threadfare.air?ref=l-{link}"
    assert addresses["webchat"] == f"https://tickets.example/chat?ref=l-{link}"
    whatsapp = urlsplit(addresses["whatsapp"])
    (words,) = parse_qs(whatsapp.query)["text"]
    found = CODE.search(words)
    assert (whatsapp.netloc, whatsapp.path) == ("wa.me", "/447700900001")
    assert found
    assert found[1] == link
    assert "New York" in words


def test_a_channel_on_which_nobody_can_be_reached_has_no_address() -> None:
    """What is not set is left out, and nothing is made up."""
    code, output = _run("create", "--to", "NYC", MESSENGER_PAGE_ID="", INSTAGRAM_USERNAME="", WHATSAPP_PHONE="")
    assert code == 0
    assert [line.split(":")[0] for line in output.splitlines()[1:]] == ["webchat"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--to", "XQX"),
        ("--to", "NYC", "--from", "JFK"),
        ("--to", "NYC", "--on", "2001-01-01"),
        ("--to", "NYC", "--ad", "a b"),
        ("--to", "NYC", "--story", "é"),
        ("--to", "NYC", "--name", "x" * 81),
    ],
)
def test_a_link_that_would_lead_nowhere_is_refused_with_a_sentence(arguments: tuple[str, ...]) -> None:
    """A slip is told before anybody prints it."""
    code, output = _run("create", *arguments)
    assert code == 2
    assert output.strip()


def test_an_advertisement_stands_for_one_link() -> None:
    """Two links for one advertisement would count for neither; the first has to be retired."""
    link, _ = _created("--to", "NYC", "--ad", "6045")
    code, output = _run("create", "--to", "LON", "--ad", "6045")
    assert code == 2
    assert "retire" in output
    assert _run("retire", link.upper())[0] == 0
    assert _run("create", "--to", "LON", "--ad", "6045")[0] == 0


def test_links_are_listed_with_what_came_of_them(records: MemoryRecords) -> None:
    """Staff see which campaign sells."""
    link, _ = _created("--to", "NYC", "--name", "Autumn ad")
    with records.begin() as work:
        work.entry_links.note(
            (
                LinkVisit(link, "opened", "e1", "ada", 1),
                LinkVisit(link, "opened", "e2", "bob", 1),
                LinkVisit(link, "offered", "e3", "ada", 1),
                LinkVisit(link, "booked", "e4", "ada", 1, Money(174900, "EUR")),
            )
        )
    code, output = _run("list")
    assert code == 0
    assert output == f"{link}  Autumn ad: 2 opened, 2 talks, 1 saw offers, 1 booked (€1,749.00)\n"
    _run("retire", link)
    assert "Autumn ad (retired): 2 opened" in _run("list")[1]


def test_a_link_is_shown_and_drawn(tmp_path: Path) -> None:
    """Each address has its QR code as a picture that scales to any poster."""
    link, _ = _created("--to", "NYC", "--ad", "6045", "--story", "17")
    code, output = _run("show", link, "--qr", str(tmp_path / "codes"))
    assert code == 0
    for told in ("trip: to-NYC", "ad: 6045", "story: 17", "0 opened", "messenger: https://m.me/1001"):
        assert told in output
    drawn = sorted(path.name for path in (tmp_path / "codes").iterdir())
    assert drawn == [f"{link}-{channel}.svg" for channel in ("instagram", "messenger", "webchat", "whatsapp")]
    for name in drawn:
        root = ET.fromstring((tmp_path / "codes" / name).read_text(encoding="utf-8"))  # noqa: S314  ours
        assert root.tag.endswith("svg")
        assert int(root.attrib["width"]) >= 29 * 8, "a quiet zone and at least 21 modules, eight pixels each"


def test_a_link_that_is_not_there_is_told_so() -> None:
    """A mistyped id gets a sentence."""
    for command in ("show", "retire"):
        code, output = _run(command, "zzzz9999")
        assert code == 2
        assert "no link" in output
