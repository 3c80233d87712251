"""Rule 13: a timer never makes the bot speak where a platform lets it no more."""

from typing import Any

import pytest

from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, ask, flow, found


def _waiting(**wait: Any) -> dict[str, Any]:
    node = ask()
    node["wait"] |= wait
    return node


def test_a_wait_that_rings_after_a_day_is_told_for_each_channel_with_a_window() -> None:
    """What it would say may only go as an approved template, which a flow has not."""
    issues = found(flow({"a": _waiting(ring=True, timeout=86_400)}), 13)
    assert [issue.channel for issue in issues] == ["messenger", "instagram", "whatsapp"]


@pytest.mark.parametrize("wait", [{"ring": True, "timeout": 3600}, {"ring": False, "timeout": 864_000}])
def test_a_wait_that_rings_sooner_or_not_at_all_is_fine(wait: dict[str, Any]) -> None:
    """An exit that is taken at the traveller's next word finds the window open."""
    assert found(flow({"a": _waiting(**wait)}), 13) == []


def test_our_own_channels_have_no_window() -> None:
    """An airline that serves its web chat alone may ring whenever it likes."""
    around = Around(texts=TEXTS, channels=("webchat",))
    assert found(flow({"a": _waiting(ring=True, timeout=864_000)}), 13, around) == []
