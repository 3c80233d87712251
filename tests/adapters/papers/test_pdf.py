"""Papers as PDF: the same bytes for the same paper, tagged, with a title and a language, and letters of any script."""

from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from bot.adapters.papers.pdf import PdfPapers
from bot.domain.papers import Facts, Grid, Heading, Paper, Words
from tests.builders.checkouts import NOW

PAPER = Paper(
    title="Reçu R-1",
    language="fr",
    author="Threadfare Air",
    made_at=NOW,
    blocks=(
        Heading("Reçu R-1", 1),
        Facts(
            (
                ("Voyageurs", "Łukasz Ñandú, Ελένη Παπαδοπούλου, Анна Каренина, Nguyễn Thị Hằng"),
                ("Montant", "1 007,00 €"),
            ),
            sum_last=True,
        ),
        Grid(("Jour", "Somme"), (("24 nov. 2026", "12,00 €"),), (3, 1), right=(1,)),
        Words("Merci.", small=True),
    ),
    foot="page {page} sur {pages}",
    unprintable="Certaines lettres sont latines.",
)


def read(paper: Paper) -> PdfReader:
    """The file as a program reads it."""
    return PdfReader(BytesIO(PdfPapers().pdf(paper)))


def text_of(paper: Paper) -> str:
    """What can be read on all pages, without line ends."""
    return " ".join(" ".join(page.extract_text() for page in read(paper).pages).split())


def test_letters_of_many_scripts_are_printed_and_can_be_copied() -> None:
    """Names stand as their bearers write them, where the font has their letters; nothing needs to be said then."""
    text = text_of(PAPER)
    for told in ("Reçu R-1", "Łukasz Ñandú", "Ελένη Παπαδοπούλου", "Анна Каренина", "Nguyễn Thị Hằng", "12,00 €"):
        assert told in text, (told, text)
    assert "Certaines lettres" not in text
    assert "page 1 sur 1" in text


@pytest.mark.parametrize(
    ("name", "written"), [("李 小龙", "Li XiaoLong"), ("نور", "nwr"), ("דוד", "dvd"), ("कमल", "kml")]
)
def test_letters_that_the_font_lacks_are_written_in_latin_and_that_is_said(name: str, written: str) -> None:
    """Never an empty box, and never silently."""
    text = text_of(msgspec.structs.replace(PAPER, blocks=(Words(f"Pour {name}."),)))
    assert f"Pour {written}" in text or written.casefold() in text.casefold()
    assert "Certaines lettres sont latines." in text


@pytest.mark.parametrize("odd", ["\x00\x07", "\u200b", "🙂", "e\u0301", "a\nb", "\ud7ff", ""])
def test_nothing_that_somebody_is_called_breaks_a_paper(odd: str) -> None:
    """Signs that print nothing are left out, line ends are spaces."""
    assert "Pour" in text_of(msgspec.structs.replace(PAPER, blocks=(Words(f"Pour {odd} ici"),)))


def test_the_same_paper_of_the_same_moment_is_the_same_file() -> None:
    """So that a receipt can be compared with itself years later."""
    assert PdfPapers().pdf(PAPER) == PdfPapers().pdf(PAPER)
    assert PdfPapers().pdf(PAPER) != PdfPapers().pdf(msgspec.structs.replace(PAPER, title="Reçu R-2"))


def test_a_paper_is_tagged_and_says_its_title_and_language() -> None:
    """Who listens hears the headings as headings, each row as one piece, and the right language."""
    reader = read(PAPER)
    catalog = reader.trailer["/Root"].get_object()
    assert catalog["/MarkInfo"]["/Marked"]
    assert "fr" in str(catalog["/Lang"])
    assert reader.metadata is not None
    assert reader.metadata.title == "Reçu R-1"
    document = catalog["/StructTreeRoot"]["/K"][0].get_object()
    kinds = [kid.get_object()["/S"] for kid in document["/K"]]
    assert kinds[0] == "/H1"
    assert kinds.count("/P") == len(kinds) - 1 == 5


def test_a_long_table_has_its_head_on_every_page() -> None:
    """And no row is cut in two."""
    rows = tuple((f"Jour {number}", "1,00 €") for number in range(120))
    reader = read(msgspec.structs.replace(PAPER, blocks=(Grid(("Jour", "Somme"), rows, (3, 1)),)))
    assert len(reader.pages) > 1
    for page in reader.pages:
        assert "Somme" in page.extract_text()
    text = " ".join(page.extract_text() for page in reader.pages)
    assert all(f"Jour {number}" in text for number in range(120))


def test_a_word_that_is_wider_than_its_column_is_broken() -> None:
    """Nothing runs over the edge."""
    text = text_of(msgspec.structs.replace(PAPER, blocks=(Grid(("A", "B"), (("x" * 200, "y"),), (1, 1)),)))
    assert text.replace(" ", "").count("x") == 200
