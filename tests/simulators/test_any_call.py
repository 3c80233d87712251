"""Whatever is called, with whatever in it, the platform answers as the Graph API does, and goes on."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulators.accounts import DAY
from bot.simulators.platform import Platform
from tests.simulators.caller import ADA, BEN, NOW

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from([ADA, f"+{BEN}", "hi_v1", "en"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_KEYS = (
    "recipient", "to", "message", "messaging_type", "sender_action", "text", "template", "attachment",
    "payload", "fields", "platform", "psid", "name", "persistent_menu", "components", "language", "category",
    "messaging_product", "type", "status", "message_id", "duration", "target_app_id", "profile_picture_url",
    "subscribed_fields", "thread_control", "reply_to", "persona_id", "context", "user_id", "limit", "after",
)  # fmt: skip
_EDGES = (
    "messages", "messenger_profile", "custom_user_settings", "personas", "message_templates",
    "message_attachments", "subscribed_apps", "pass_thread_control", "take_thread_control",
    "request_thread_control", "release_thread_control", "extend_thread_control", "thread_owner",
    "conversations", "media", "phone_numbers",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    product=st.sampled_from(["messenger", "whatsapp", "instagram"]),
    node=st.sampled_from(["me", "id", "parent", ADA, BEN, "cdn", "refresh_access_token"]),
    call=st.tuples(st.sampled_from(["GET", "POST", "DELETE"]), st.sampled_from(["", *_EDGES])),
    told=st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=6) | _JSON,
    query=st.dictionaries(st.sampled_from(["fields", "platform", "limit", "after", "recipient"]), st.just("x")),
)
def test_every_call_is_answered_and_the_next_one_too(
    product: str, node: str, call: tuple[str, str], told: Any, query: dict[str, str]
) -> None:
    """No body ends the platform or leaves it in a state in which it fails later."""
    platform = Platform(lambda: NOW)
    platform.messenger.says(ADA, "hi")
    platform.whatsapp.says(BEN, "hi")
    account = getattr(platform, product).account
    at = getattr(account, node, node) or node
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    head = {"Authorization": f"Bearer {account.token}"}
    for _ in range(2):
        answer = platform.answer(call[0], f"/v25.0/{at}/{call[1]}?{asked}", head, msgspec.json.encode(told))
        assert answer is not None
        assert 200 <= answer.status < 500
        platform.pass_time(DAY)
        for one in platform.products:
            one.bodies(batched=True)
    assert all(one.said_to(ADA) == [sent.text for sent in one.to(ADA)] for one in platform.products)
