"""A step as somebody types it: what a posted form means before it is saved."""

import pytest
from werkzeug.datastructures import MultiDict

from bot.domain.flow.drafting import Draft
from bot.web.staff.flow_step_view import GROUP, digest, opened, posted

NODE = {"do": [{"do": "say", "text": "hello"}], "next": "b"}
DRAFT = Draft(flow="f", document={"nodes": {"a": NODE}, "texts": {}})


def test_a_form_that_nobody_touched_asks_for_nothing() -> None:
    """Its mark is that of the step as the form makes it."""
    typing = opened(DRAFT, "a", "en")
    assert (typing.node, typing.is_changed, typing.mark) == (NODE, False, digest(NODE))
    with pytest.raises(KeyError):
        opened(DRAFT, "z", "en")


def test_acts_change_rows_and_languages() -> None:
    """A group in a condition, another language, and a version that is no number."""
    case = {"goes": "on", "cases.0.to": "b", "cases.0.when.group": "all", "seen": "x", "lang": "en"}
    typing = posted("a", MultiDict({**case, "act": "group cases.0.when.parts"}))
    assert typing.sheet["cases"][0]["when"]["parts"][0]["group"] == GROUP["group"]
    assert (typing.seen, typing.language) == (0, "en")
    other = posted("a", MultiDict({**case, "act": "lang fr", "text.en.hello": "Hi", "was.en.hello": "1:x"}))
    assert (other.language, other.typed, other.marks) == ("fr", {"en": {"hello": "Hi"}}, {"en": {"hello": "1:x"}})
