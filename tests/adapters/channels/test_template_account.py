"""Templates at Meta: asked for, listed to the last page, and every refusal in Meta's own words."""

from typing import Any

import pytest

from bot.adapters.channels.template_account import TemplateAccount
from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.domain.errors import InvalidError, OutcomeUnknownError, UnavailableError
from bot.ports.template_records import TemplateState
from tests.fakes.template_registry import TOKEN, TemplateRegistry

ASKED = {"name": "tickets_1", "language": "en", "category": "UTILITY", "components": []}


@pytest.fixture
def registry() -> TemplateRegistry:
    """An account without templates."""
    return TemplateRegistry("101")


def account(registry: Any, *, token: str = TOKEN, secret: str = "threadfare-test-secret") -> TemplateAccount:
    """Our side of it."""
    client = HttpClient(registry)
    graph = "https://graph.example/v25.0"
    return TemplateAccount(client, channel="messenger", node="101", token=token, graph=graph, secret=secret)


def test_what_is_created_is_listed(registry: TemplateRegistry) -> None:
    """Meta's answer is the first state, and the list says the same."""
    ours = account(registry)
    created = ours.create(ASKED, at=7)
    assert created == TemplateState("messenger", "tickets_1", "en", "APPROVED", "", 7)
    assert tuple(ours.states(at=7)) == (created,)


def test_calls_prove_that_they_are_ours_and_hide_the_token(registry: TemplateRegistry) -> None:
    """channels.md, 1.2: the vector; the token stands in no address."""
    tuple(account(registry).states(at=1))
    proof = "60250bc8ebb11492c99864812d402cf1e6a72de19ebdedc11d70e7b69e9207b8"
    assert f"appsecret_proof={proof}" in registry.asked[0]
    assert TOKEN not in registry.asked[0]
    tuple(account(registry, secret="").states(at=1))
    assert "appsecret_proof" not in registry.asked[-1]


def test_a_list_is_read_to_its_last_page(registry: TemplateRegistry) -> None:
    """An airline with many templates of its own finds ours among them."""
    ours = account(registry)
    for number in range(250):
        ours.create({**ASKED, "name": f"t_{number}"}, at=1)
    registry.asked.clear()
    assert len(tuple(ours.states(at=1))) == 250
    assert len(registry.asked) == 3


def test_a_refused_template_says_why(registry: TemplateRegistry) -> None:
    """The reason is kept for staff; another category than ours is told, too."""
    registry.status, registry.reason = "REJECTED", "INCORRECT_PARAMS"
    ours = account(registry)
    ours.create(ASKED, at=1)
    registry.status, registry.reason, registry.category = "APPROVED", "NONE", "MARKETING"
    assert ours.create({**ASKED, "language": "fr"}, at=1).reason == "category MARKETING"
    assert [one.reason for one in ours.states(at=1)] == ["INCORRECT_PARAMS", "category MARKETING"]


def test_what_meta_does_not_take_is_told_in_its_words(registry: TemplateRegistry) -> None:
    """Staff read what to change, and no token."""
    registry.refuse = {"message": "(#100) Invalid parameter", "code": 100, "error_user_msg": "The body is too long."}
    with pytest.raises(InvalidError, match=r"code 100.*The body is too long") as caught:
        account(registry).create(ASKED, at=1)
    assert TOKEN not in str(caught.value)
    with pytest.raises(InvalidError, match="190"):
        account(registry, token="another").create(ASKED, at=1)


class Silent:
    """A Graph API that answers nonsense or not at all."""

    def __init__(self, reply: Reply | None) -> None:
        self.reply = reply

    def send(self, call: Call, policy: Policy) -> Reply:  # noqa: ARG002  an engine's signature
        """Answer, or break off."""
        if self.reply is None:
            raise OutcomeUnknownError("It broke off.")
        return self.reply


@pytest.mark.parametrize("reply", [None, Reply(502, {}, b"<html>"), Reply(200, {}, b"[]"), Reply(500, {}, b"")])
def test_an_api_that_is_away_is_worth_asking_again(reply: Reply | None) -> None:
    """The command says so and changes nothing."""
    with pytest.raises(UnavailableError):
        account(Silent(reply)).create(ASKED, at=1)
