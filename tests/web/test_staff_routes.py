"""Every route of desk and console, one after the other: who may ask for it, and from where."""

import contextlib
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bot.domain.staff.person import Person
from bot.domain.staff.roles import ALLOWED, ROLES, Role
from bot.web.app import create_app
from bot.web.staff import guard
from tests.web.archive import Bench, bench
from tests.web.conftest import browser_of
from tests.web.staff_door import signed_in, somebody

PUBLIC = frozenset(
    {
        "staff_door.front",
        "staff_door.enter",
        "staff_door.ask",
        "staff_door.prove",
        "staff_door.leave",
        "staff_links.look",
        "staff_links.use",
        "staff_oidc.go",
        "staff_oidc.back",
    }
)
"""The door itself; whatever else has no permission is a hole."""
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_VALUES = {"name": "webchat:TF:marie"}


def _rules(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/desk", "/staff"))]
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))


def _path(app: Flask, rule: Rule) -> str:
    """An address of the route, of things that do not exist."""
    values = {
        name: 1 if "Integer" in str(rule._converters[name]) else _VALUES.get(name, "x") for name in rule.arguments
    }
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def _methods(rule: Rule) -> Iterator[str]:
    yield from sorted((rule.methods or set()) & {"GET", *_CHANGING})


def _permission(app: Flask, rule: Rule) -> str:
    return str(getattr(app.view_functions[rule.endpoint], "permission", ""))


def _asked(client: FlaskClient, path: str, method: str, **headers: str) -> TestResponse:
    """The answer, of which nothing is read that goes on for ever."""
    with contextlib.closing(client.open(path, method=method, headers=headers, buffered=False)) as response:
        return response


@pytest.fixture(scope="module")
def stage() -> Bench:
    """A web process."""
    return bench()


@pytest.fixture(scope="module")
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


def test_every_route_asks_a_permission_or_is_the_door(app: Flask) -> None:
    """Nobody adds a page of staff that is open to all by forgetting to guard it."""
    open_to_all = {rule.endpoint for rule in _rules(app) if not _permission(app, rule)}
    assert open_to_all == PUBLIC


def _is_refused(response: TestResponse) -> bool:
    return response.status_code == 403 and guard.FORBIDDEN in response.text


@pytest.mark.parametrize("role", [*ROLES, None])
def test_each_role_may_do_what_the_matrix_says_and_nothing_else(stage: Bench, app: Flask, role: Role | None) -> None:
    """The matrix of roles is what happens, route by route."""
    person = somebody(f"One{role or ''}", roles=(role,) if role else ())
    wrong = []
    for rule in _rules(app):
        permission = _permission(app, rule)
        for method in _methods(rule) if permission else ():
            client = signed_in(app, stage, person)
            allowed = permission == guard.OWN or (role is not None and permission in ALLOWED[role])
            with contextlib.closing(client.open(_path(app, rule), method=method, buffered=False)) as response:
                refused = response.mimetype != "text/event-stream" and _is_refused(response)
            if allowed == refused:
                wrong.append((rule.rule, method, permission))
    assert wrong == []


def test_a_stranger_gets_no_further_than_the_door(app: Flask) -> None:
    """Without a session every guarded route leads to signing in, and a script is told 401."""
    client = browser_of(app)
    for rule in _rules(app):
        for method in _methods(rule) if _permission(app, rule) else ():
            path = _path(app, rule)
            answer = _asked(client, path, method)
            if path.endswith("/live"):
                assert answer.status_code == 403
            else:
                assert answer.status_code == 303, path
                assert answer.headers["Location"].startswith(guard.DOOR)
            told = _asked(client, path, method, Accept="application/json")
            assert told.status_code == 401, path


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_no_route_that_changes_something_takes_another_sites_post(
    stage: Bench, app: Flask, headers: dict[str, str]
) -> None:
    """A page that somebody of the staff visits elsewhere does nothing in their name, the door included."""
    everything = Person("per_all", "All", "all@airline.example", ROLES)
    client = signed_in(app, stage, everything)
    taken = []
    for rule in _rules(app):
        for method in set(_methods(rule)) & set(_CHANGING):
            answer = client.open(_path(app, rule), method=method, headers=headers)
            if answer.status_code != 403 or guard.ELSEWHERE not in answer.text:
                taken.append((rule.rule, method))
    assert taken == []


def test_a_post_that_says_nothing_of_where_it_comes_from_is_refused(stage: Bench, app: Flask) -> None:
    """A browser too old to say so cannot be told from another site's page."""
    client = signed_in(app, stage, somebody("Ana"))
    app.test_client_class = FlaskClient
    bare = app.test_client()
    for cookie in client._cookies.values():
        bare.set_cookie(cookie.key, cookie.value)
    assert guard.ELSEWHERE in bare.post("/staff/sign-out").text
    assert guard.ELSEWHERE in bare.post("/staff/me/name", data={"name": "Eve"}).text


def test_every_page_of_staff_has_the_strict_headers(stage: Bench, app: Flask) -> None:
    """Nothing of another origin, nothing framed, nothing kept in a shared browser."""
    client = signed_in(app, stage, somebody("Ada", roles=("admin", "agent")))
    for path in ("/desk", "/staff/me", "/staff/people", "/staff/link/x", "/staff/oidc/back"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store", path
        assert answer.headers["Referrer-Policy"] == "same-origin"
