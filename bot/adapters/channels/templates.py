"""Templates on Messenger and WhatsApp, and an agent's words under their tag: what is sent, and what is to be approved.

Meta, Messenger Platform, "Utility messages" and "Message tags"; WhatsApp Business Platform, "Templates". Both want
named values; the token that a button adds to its page goes by position.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain.conversation.notices import Filled, NoticeForm

BODY = 1024
BUTTON = 20
"""Messenger's shorter limit of the two holds for both."""

Request = dict[str, Any]


def messenger(filled: Filled) -> Request:
    """The request that sends a utility message, without recipient."""
    components: list[Request] = [_body(filled)]
    if filled.suffix:
        components.append({"type": "buttons", "parameters": [{"type": "URL", "url": filled.suffix}]})
    template = {"name": filled.template, "language": {"code": filled.language}, "components": components}
    return {"messaging_type": "UTILITY", "message": {"template": template}}


def whatsapp(filled: Filled) -> Request:
    """The request that sends a template, without recipient."""
    components: list[Request] = [_body(filled)]
    if filled.suffix:
        suffix = [{"type": "text", "text": filled.suffix}]
        components.append({"type": "button", "sub_type": "url", "index": "0", "parameters": suffix})
    template = {"name": filled.template, "language": {"code": filled.language}, "components": components}
    return {"type": "template", "template": template}


def typed_by_a_person(request: Request) -> Request:
    """The request under the tag that lets a person's words pass for a week; signs of typing stay as they are."""
    if "message" not in request:
        return request
    return {**request, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


def _body(filled: Filled) -> Request:
    values = [{"type": "text", "parameter_name": name, "text": text} for name, text in filled.values]
    return {"type": "body", "parameters": values}


def to_approve(form: NoticeForm, *, language: str, channel: str, public_url: str) -> Request:
    """What Meta is asked to approve for a template in one language."""
    wording = form.texts[language]
    named = [{"param_name": name, "example": example} for name, example in form.values.items()]
    body = {"type": "BODY", "text": wording.body, "example": {"body_text_named_params": named}}
    components: list[Request] = [body]
    if form.page:
        components.append(
            {"type": "BUTTONS", "buttons": [_button(wording.button, f"{public_url}{form.page}", channel)]}
        )
    return {
        "name": form.template,
        "language": language,
        "category": "UTILITY",
        "parameter_format": "NAMED",
        "components": components,
    }


def _button(title: str, page: str, channel: str) -> Request:
    """WhatsApp wants an example of the whole address, Messenger of what is added to it."""
    example: Mapping[str, Any] = (
        {"example": [f"{page}abc123"]} if channel == "whatsapp" else {"example": {"url_suffix_example": "abc123"}}
    )
    return {"type": "URL", "text": title, "url": f"{page}{{{{1}}}}", **example}
