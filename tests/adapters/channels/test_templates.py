"""Templates as the two products want them, and the catalogue of them within Meta's rules."""

import re

import pytest

from bot.adapters.channels import templates
from bot.adapters.data.catalogue import notices
from bot.domain.conversation.notices import Filled, NoticeForm, Wording

TICKETS = Filled("tickets_1", "fr", (("locator", "ABC234"), ("trip", "Paris – Nice")), "tok")
BODY = {
    "type": "body",
    "parameters": [
        {"type": "text", "parameter_name": "locator", "text": "ABC234"},
        {"type": "text", "parameter_name": "trip", "text": "Paris – Nice"},
    ],
}
FORM = NoticeForm("seats_1", {"trip": "A – B"}, {"en": Wording("Your trip {{trip}} waits.", "Pay")}, "/pay/")
WORDINGS = [(name, form, language) for name, form in notices().items() for language in form.texts]


def test_messenger_takes_it_as_a_utility_message() -> None:
    """channels.md, 3.5: values by name, the button's by position."""
    assert templates.messenger(TICKETS) == {
        "messaging_type": "UTILITY",
        "message": {
            "template": {
                "name": "tickets_1",
                "language": {"code": "fr"},
                "components": [BODY, {"type": "buttons", "parameters": [{"type": "URL", "url": "tok"}]}],
            }
        },
    }


def test_whatsapp_takes_it_as_a_template() -> None:
    """channels.md, 4.8."""
    button = {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "tok"}]}
    template = {"name": "tickets_1", "language": {"code": "fr"}, "components": [BODY, button]}
    assert templates.whatsapp(TICKETS) == {"type": "template", "template": template}


def test_a_template_without_a_button_sends_none() -> None:
    """An empty button would be refused."""
    plain = Filled("ended_1", "en", (("trip", "x"),))
    assert len(templates.messenger(plain)["message"]["template"]["components"]) == 1
    assert len(templates.whatsapp(plain)["template"]["components"]) == 1


def test_a_persons_words_go_under_the_tag_and_dots_do_not() -> None:
    """channels.md, 3.4: a tag is for messages."""
    tagged = templates.typed_by_a_person({"message": {"text": "hi"}})
    assert tagged == {"message": {"text": "hi"}, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    assert templates.typed_by_a_person({"sender_action": "typing_on"}) == {"sender_action": "typing_on"}


@pytest.mark.parametrize(
    ("channel", "example"),
    [("messenger", {"url_suffix_example": "abc123"}), ("whatsapp", ["https://tickets.example/pay/abc123"])],
)
def test_approval_is_asked_with_examples(channel: str, example: object) -> None:
    """A reviewer sees what a traveller will."""
    asked = templates.to_approve(FORM, language="en", channel=channel, public_url="https://tickets.example")
    body, buttons = asked["components"]
    assert (asked["name"], asked["language"], asked["category"], asked["parameter_format"]) == (
        "seats_1",
        "en",
        "UTILITY",
        "NAMED",
    )
    assert body["example"] == {"body_text_named_params": [{"param_name": "trip", "example": "A – B"}]}
    (button,) = buttons["buttons"]
    assert button == {"type": "URL", "text": "Pay", "url": "https://tickets.example/pay/{{1}}", "example": example}


@pytest.mark.parametrize(("name", "form", "language"), WORDINGS, ids=lambda part: part if isinstance(part, str) else "")
def test_every_template_is_within_metas_rules(name: str, form: NoticeForm, language: str) -> None:
    """What Meta refuses by rule is never sent for review."""
    wording = form.texts[language]
    used = re.findall(r"\{\{(\w+)\}\}", wording.body)
    assert sorted(used) == sorted(form.values), name
    assert not wording.body.startswith("{{")
    assert not wording.body.rstrip(" .!?").endswith("}}")
    assert not re.search(r"[#$%]", wording.body)
    assert len(re.sub(r"\{\{\w+\}\}", "", wording.body).split()) >= 5 * len(used)
    longest = wording.body + "x" * 120 * len(used)
    assert len(longest) <= templates.BODY
    assert bool(wording.button) == bool(form.page)
    assert len(wording.button) <= templates.BUTTON
    assert re.fullmatch(r"[a-z0-9_]{1,512}", form.template)


def test_every_template_is_worded_in_all_languages() -> None:
    """Travellers are told the same in each."""
    assert {tuple(form.texts) for form in notices().values()} == {("en", "fr", "es", "de")}
    assert len({form.template for form in notices().values()}) == len(notices())
