"""What a file is, by its content alone: what is taken, what is refused, and by which name it is kept."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation.files import MEGABYTE, MOST, TYPES, check, clean_name
from bot.domain.errors import InvalidError
from tests.builders.files import GOOD, HOSTILE, JPEG, png


@pytest.mark.parametrize("name", GOOD)
def test_what_is_taken_is_known_by_its_content(name: str) -> None:
    """Whatever it is called: the name follows the content."""
    found = check(name, GOOD[name])
    assert found.name == name
    assert TYPES[found.mime][0] == name.partition(".")[2]
    assert check("invoice.exe", GOOD[name]).name == f"invoice.{name.partition('.')[2]}"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_whatever_it_is_called(name: str) -> None:
    """Pages, drawings with scripts, programs, archives, and pictures with something behind or inside them."""
    with pytest.raises(InvalidError):
        check(name, HOSTILE[name])


def test_a_refusal_says_what_is_taken() -> None:
    """Whoever reads it knows what to send instead."""
    with pytest.raises(InvalidError, match="JPEG, PNG and WebP pictures, PDF and plain text are taken"):
        check("a.gif", HOSTILE["gif.gif"])


def test_no_file_is_larger_than_the_limit_and_a_channel_may_take_less() -> None:
    """WhatsApp takes pictures of five megabytes."""
    with pytest.raises(InvalidError, match="at most 8 MB"):
        check("a.png", b"x" * (MOST + 1))
    large = png(5 * MEGABYTE)
    assert check("a.png", large).mime == "image/png"
    assert check("a.png", large, channel="messenger").kind == "image"
    with pytest.raises(InvalidError, match="too large for the channel: at most 5 MB"):
        check("a.png", large, channel="whatsapp")


def test_a_text_with_a_card_number_is_not_taken() -> None:
    """It would lie in the database in clear."""
    with pytest.raises(InvalidError, match="card number"):
        check("a.txt", b"My card is 4242 4242 4242 4242, thank you")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\ada\\ticket.jpeg", "ticket.png"),
        ("évidence 1.PNG", "évidence 1.png"),
        ("invoice\u202egpj.exe", "invoicegpj.png"),
        ('a"b<c>.png', "abc.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie x.png"),
        ("", "file.png"),
        (".png", "file.png"),
        ("x" * 300, f"{'x' * 75}.png"),
    ],
)
def test_a_name_keeps_no_folder_and_no_sign_that_deceives(name: str, kept: str) -> None:
    """It stands in a header and on a disk."""
    assert clean_name(name, "png") == kept


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"RIFF", b"%PDF-", b"\xff\xd8\xff"]))
def test_any_bytes_are_taken_or_refused_and_nothing_else(content: bytes, begins: bytes) -> None:
    """No shape of a file breaks the look at it."""
    with suppress(InvalidError):
        assert check("a", begins + content).mime in TYPES


def test_the_end_of_a_jpeg_may_be_filled_up_with_nothing() -> None:
    """Some cameras do that."""
    assert check("a.jpg", JPEG + bytes(16)).mime == "image/jpeg"
