"""Applications of the tests share what their addresses are compiled to, and still know only their own."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule

RULE = "/threads/<int:number>/<path:rest>"


def _app(*rules: str, **options: object) -> Flask:
    app = Flask(__name__)
    for rule in rules:
        app.add_url_rule(rule, endpoint=rule, **options)  # type: ignore[arg-type]
    return app


def _rule(app: Flask) -> Rule:
    return next(rule for rule in app.url_map.iter_rules() if rule.rule == RULE)


def test_the_same_address_is_compiled_once() -> None:
    """Each rule stays its application's own, and what was made of it is shared."""
    one, other = _rule(_app(RULE)), _rule(_app(RULE))
    assert one is not other
    assert one._converters is other._converters
    assert one.arguments == other.arguments == {"number", "rest"}
    assert one.arguments is not other.arguments


def test_each_application_finds_and_builds_its_own_addresses() -> None:
    """What one has is not found in the other."""
    for app, strange in ((_app(RULE, "/a"), "/b"), (_app(RULE, "/b"), "/a")):
        urls = app.url_map.bind("localhost")
        assert urls.match("/threads/7/a/b") == (RULE, {"number": 7, "rest": "a/b"})
        assert urls.build(RULE, {"number": 8, "rest": "c/d", "more": "e f"}) == "/threads/8/c/d?more=e+f"
        with pytest.raises(NotFound):
            urls.match(strange)


def test_addresses_that_differ_in_more_than_their_words_are_compiled_apart() -> None:
    """A default stands for a part that is not said, and only where it was given."""
    plain, filled = _app("/list/<int:page>"), _app("/list/<int:page>", defaults={"page": 3})
    assert plain.url_map.bind("localhost").build("/list/<int:page>", {"page": 5}) == "/list/5"
    assert filled.url_map.bind("localhost").build("/list/<int:page>", {}) == "/list/3"
