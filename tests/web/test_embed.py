"""What host pages load: small, kept by browsers, open to registered origins alone, and without a secret."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.domain.embedding.sites import Site, Theme
from bot.web import embed
from bot.web.app import create_app
from tests.web.archive import bench

HOME, OTHER = "https://www.airline.example", "https://m.airline.example"
LOADER = Path(embed.__file__).parent / "static" / "loader.js"


@pytest.fixture
def visitor() -> FlaskClient:
    """A browser on a page of one of two sites."""
    sites = {"main": Site((HOME, OTHER), Theme(scheme="dark")), "spare": Site(("https://spare.example",))}
    return create_app(bench(sites=sites).runtime).test_client()


def test_the_loader_is_small_kept_and_open_to_integrity_checks(visitor: FlaskClient) -> None:
    """Under 4 kB as it is served; any page may load and pin it; an hour later a browser asks whether it is still it."""
    answer = visitor.get("/v1/loader.js", headers={"Accept-Encoding": "identity"})
    assert answer.data == LOADER.read_bytes()
    assert len(answer.data) < 4096
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    again = visitor.get("/v1/loader.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_loader_writes_no_markup_and_no_style(visitor: FlaskClient) -> None:
    """It works under policies that forbid inline styles, inline scripts and markup from strings."""
    source = visitor.get("/v1/loader.js").text
    assert not re.search(r"innerHTML|insertAdjacent|document\.write|cssText|eval|<style|\"style\"|fetch\(", source)


@pytest.mark.parametrize("origin", [HOME, OTHER])
def test_a_registered_page_gets_look_and_words(visitor: FlaskClient, origin: str) -> None:
    """In both languages, with the airline's first for all others; caches keep it apart by origin."""
    answer = visitor.get("/v1/site/main.js", headers={"Origin": origin})
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in answer.headers["Vary"]
    assert answer.text.startswith('tf("site",{"css":":host {')
    for words in ('"":["Chat","Chat with Threadfare Air"]', '"fr":["Chat","Chat avec Threadfare Air"]'):
        assert words in answer.text
    assert HOME not in answer.text


@pytest.mark.parametrize(
    ("name", "origin"),
    [("main", "https://www.airline.example.evil"), ("main", "null"), ("main", "https://spare.example"), ("none", HOME)],
)
def test_any_other_page_gets_nothing(visitor: FlaskClient, name: str, origin: str) -> None:
    """Neither the site's look nor the sites that there are."""
    answer = visitor.get(f"/v1/site/{name}.js", headers={"Origin": origin})
    assert answer.status_code == 404
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert HOME not in answer.text


def test_the_frame_may_stand_on_the_sites_own_pages_alone(visitor: FlaskClient) -> None:
    """`frame-ancestors` are exactly the registered origins; the page holds no talk and sets no cookie."""
    answer = visitor.get("/v1/frame/main?locale=fr")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {HOME} {OTHER}")
    assert "unsafe" not in policy
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="fr">' in answer.text
    assert '<meta name="color-scheme" content="dark">' in answer.text
    assert f'data-site="main" data-origins="{HOME} {OTHER}" inert' in answer.text
    assert '<link rel="stylesheet" href="/v1/theme/main.css">' in answer.text
    assert visitor.get("/v1/frame/none").status_code == 404


def test_the_page_of_its_own_may_stand_nowhere(visitor: FlaskClient) -> None:
    """The stand-alone chat is as it was: framed by nobody, named by its cookie."""
    answer = visitor.get("/")
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert 'data-live="' in answer.text
    assert "inert" not in answer.text
    assert "theme" not in answer.text


def test_the_look_is_a_style_sheet_of_our_own_origin(visitor: FlaskClient) -> None:
    """No inline style is needed anywhere."""
    answer: Any = visitor.get("/v1/theme/main.css")
    assert answer.mimetype == "text/css"
    assert "color-scheme: dark;" in answer.text
    assert visitor.get("/v1/theme/none.css").status_code == 404


def test_without_sites_nobody_embeds_anything() -> None:
    """Who sets nothing opens nothing."""
    client = create_app(bench().runtime).test_client()
    assert client.get("/v1/site/main.js", headers={"Origin": HOME}).status_code == 404
    assert client.get("/v1/frame/main").status_code == 404
