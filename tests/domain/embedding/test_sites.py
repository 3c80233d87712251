"""Sites are read from one JSON object, checked to the last token, and refused with what would be right."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.embedding.contrast import LEAST, contrast
from bot.domain.embedding.sites import EXAMPLE, Site, Theme, read_sites

HOME = "https://www.airline.example"


def _sites(origins: Any = (HOME,), name: str = "main", **theme: Any) -> str:
    return json.dumps({name: {"origins": list(origins), "theme": theme}})


def test_the_example_is_right() -> None:
    """What a refusal shows can be copied."""
    assert read_sites(EXAMPLE) == {"main": Site((HOME,), Theme(brand="#0b5f6b"))}


def test_a_site_has_its_origins_and_its_look() -> None:
    """All six tokens, and origins as browsers write them."""
    look = {"brand": "#FFD400", "on_brand": "#000000", "radius": 4, "font": "Inter, Arial"}
    sites = read_sites(
        _sites([HOME, "http://localhost:8010", "https://A.example:443"], position="left", scheme="dark", **look)
    )
    assert sites["main"].origins == (HOME, "http://localhost:8010", "https://a.example")
    assert sites["main"].theme == Theme("#ffd400", "#000000", 4, "Inter, Arial", "left", "dark")


@pytest.mark.parametrize(
    "origin",
    [
        "https://www.airline.example/",
        "https://www.airline.example/path",
        "https://*.airline.example",
        "https://user@airline.example",
        "https://airline.example:port",
        "https://airline.example?x",
        "www.airline.example",
        "ftp://airline.example",
        "https://airline.example; script-src *",
        "null",
        "*",
        "",
    ],
)
def test_only_exact_origins_are_taken(origin: str) -> None:
    """What goes into a policy names one page's origin and nothing more."""
    with pytest.raises(ValueError, match="must be an origin"):
        read_sites(_sites([origin]))


@pytest.mark.parametrize(("origin", "good"), [("http://127.0.0.1:8000", True), ("http://airline.example", False)])
def test_plain_http_is_for_this_machine_alone(origin: str, *, good: bool) -> None:
    """A page that anybody on the way can change would hand them the talk."""
    if good:
        assert read_sites(_sites([origin]))["main"].origins == (origin,)
    else:
        with pytest.raises(ValueError, match="over http anybody"):
            read_sites(_sites([origin]))


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ({"brand": "teal"}, "brand must be a colour"),
        ({"on_brand": "#fff"}, "on_brand must be a colour"),
        ({"radius": 99}, "radius must be"),
        ({"font": 'x"; } body { display: none'}, "font must name"),
        ({"position": "top"}, "Invalid enum value 'top'"),
        ({"scheme": "sepia"}, "Invalid enum value 'sepia'"),
        ({"colour": "#000000"}, "unknown field `colour`"),
    ],
)
def test_a_token_that_is_wrong_is_refused_by_name(theme: dict[str, Any], said: str) -> None:
    """Whoever sets it reads which token to mend."""
    with pytest.raises(ValueError, match=said):
        read_sites(_sites(**theme))


@pytest.mark.parametrize("text", ["", "[]", '{"main": {}}', '{"main": {"origins": []}}', _sites(name="No Name")])
def test_what_is_no_registry_is_refused(text: str) -> None:
    """With an example, or with what is missing."""
    with pytest.raises(ValueError, match=r"must be JSON like|names no origin|must be named"):
        read_sites(text)


def test_a_pale_pair_is_refused_with_two_that_would_do() -> None:
    """White on yellow: the sentence names the contrast, a better ink and a better yellow."""
    with pytest.raises(ValueError, match=r"#ffffff on #ffd400 has a contrast of 1\.4:1") as refused:
        read_sites(_sites(brand="#ffd400"))
    words = str(refused.value)
    assert "take on_brand #000000 (14.7:1)" in words
    shade = words.partition("or brand ")[2][:7]
    assert read_sites(_sites(brand=shade))["main"].theme.brand == shade


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_no_theme_is_taken_that_cannot_be_read(brand: int, ink: int) -> None:
    """Whatever pair is set, it is refused or has the contrast that text needs."""
    pair = {"brand": f"#{brand:06x}", "on_brand": f"#{ink:06x}"}
    try:
        theme = read_sites(_sites(**pair))["main"].theme
    except ValueError as error:
        assert "has a contrast of" in str(error)  # noqa: PT017  either is right
    else:
        assert contrast(theme.brand, theme.on_brand) >= LEAST
