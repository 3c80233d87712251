"""Rule 17: what travellers are shown lies with us, and cannot be swapped by somebody else."""

import pytest

from bot.domain.flow.definition import Flow
from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, flow, sentences

OURS = Around(texts=TEXTS, hosts=frozenset({"media.example.com"}))


def _showing(url: str, filename: str = "") -> Flow:
    action = {"do": "show_media", "kind": "image", "url": url, "alt": "hi", "filename": filename}
    return flow({"a": {"do": [action], "next": "end"}})


@pytest.mark.parametrize(
    "url",
    [
        "http://media.example.com/a.png",
        "javascript:alert(1)",
        "https://",
        "//media.example.com/a.png",
        "https://media.example.com.evil.example/a.png",
        "https://media.example.com@evil.example/a.png",
        "https://user:pass@media.example.com/a.png",
        "https://[::1/a.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_an_address_that_is_not_ours_is_told(url: str) -> None:
    """However it is dressed up."""
    assert sentences(_showing(url), 17, OURS) != []


def test_an_address_of_ours_is_fine() -> None:
    """And any of https where nobody said which hosts are."""
    assert sentences(_showing("https://media.example.com/a.png"), 17, OURS) == []
    assert sentences(_showing("https://elsewhere.example/a.png"), 17) == []


@pytest.mark.parametrize("filename", ["../a.pdf", "a/b.pdf", "a\\b.pdf", ".htaccess", "a\x00.pdf", "a\nb.pdf"])
def test_the_name_of_a_file_is_no_path(filename: str) -> None:
    """It is what the traveller's device calls it."""
    assert sentences(_showing("https://media.example.com/a.pdf", filename), 17, OURS) != []
