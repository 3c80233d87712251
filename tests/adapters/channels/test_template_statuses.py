"""What webhooks tell of templates, on both channels, whatever the field is called."""

import json
from typing import Any

import pytest

from bot.adapters.channels import messenger_events, whatsapp_events
from bot.domain.conversation.statuses import Ignored, TemplateChanged
from bot.ports.channel import Aside

VALUE = {
    "event": "REJECTED",
    "message_template_id": 594425479261596,
    "message_template_name": "tickets_1",
    "message_template_language": "en",
    "reason": "INCORRECT_PARAMS",
}


def whatsapp(field: str, value: Any) -> Any:
    """The one thing in a body of WhatsApp's."""
    change = {"field": field, "value": value}
    entry = {"id": "104996122399160", "time": 1739321024, "changes": [change]}
    return _only(whatsapp_events.parse(json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()))


def messenger(field: str, value: Any) -> Any:
    """The one thing in a body of Messenger's."""
    entry = {"id": "101", "time": 1739321024, "changes": [{"field": field, "value": value}]}
    return _only(messenger_events.parse(json.dumps({"object": "page", "entry": [entry]}).encode(), app="7"))


def _only(inbound: Any) -> Any:
    (one,) = inbound
    assert isinstance(one, Aside)
    return one.ignored


@pytest.mark.parametrize("told", [whatsapp, messenger])
@pytest.mark.parametrize("field", ["message_template_status_update", "messenger_template_status_update"])
def test_a_templates_state_is_read(told: Any, field: str) -> None:
    """Name, language, what became of it and why."""
    found = told(field, VALUE)
    assert isinstance(found, TemplateChanged)
    assert (found.name, found.language) == ("tickets_1", "en")
    assert (found.state, found.reason) == ("REJECTED", "INCORRECT_PARAMS")


@pytest.mark.parametrize(
    ("changes", "state", "reason", "language"),
    [
        ({"event": "APPROVED", "reason": "NONE"}, "APPROVED", "", "en"),
        ({"event": "APPROVED", "reason": None, "message_template_language": "pt-BR"}, "APPROVED", "", "pt_BR"),
        ({"event": "REINSTATED", "reason": "NONE"}, "APPROVED", "", "en"),
        ({"event": "PAUSED", "reason": "NONE", "other_info": {"title": "FIRST_PAUSE"}}, "PAUSED", "FIRST_PAUSE", "en"),
        (
            {"reason": "INVALID_FORMAT", "rejection_info": {"reason": "Words first."}},
            "REJECTED",
            "INVALID_FORMAT Words first.",
            "en",
        ),
    ],
)
def test_every_way_of_saying_it_is_understood(changes: dict[str, Any], state: str, reason: str, language: str) -> None:
    """Back again means approved; reasons are told where Meta tells them."""
    found = whatsapp("message_template_status_update", {**VALUE, **changes})
    assert (found.state, found.reason, found.language) == (state, reason, language)


@pytest.mark.parametrize(
    "value", [{}, [], "x", {"event": "APPROVED"}, {"message_template_name": "a b", "event": 5}, None]
)
@pytest.mark.parametrize("told", [whatsapp, messenger])
def test_what_names_no_template_is_set_aside(told: Any, value: Any) -> None:
    """A body of any shape is read without a fault."""
    assert type(told("message_template_status_update", value)) is Ignored


def test_other_changes_stay_what_they_were() -> None:
    """They are counted by their names."""
    assert type(whatsapp("account_update", VALUE)) is Ignored
    assert whatsapp("account_update", VALUE).kind == "changes_account_update"
