"""What can be sent now: each channel, each hour of silence, with and without templates and an address."""

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.conversation.state import new_conversation
from bot.ports.template_records import APPROVED, TemplateState
from bot.services import composing
from tests.builders.world import NOW_MS
from tests.web.archive import bench

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("channel", "silent", "email", "approved", "mode", "choices"),
    [
        ("webchat", 900, "", True, "free", 0),
        ("messenger", 1, "", True, "free", 0),
        ("messenger", 30, "", True, "human_agent", 0),
        ("messenger", 200, "", True, "template", 1),
        ("instagram", 30, "", True, "human_agent", 0),
        ("instagram", 200, "", True, "none", 0),
        ("whatsapp", 23, "", True, "free", 0),
        ("whatsapp", 24, "", True, "template", 1),
        ("whatsapp", 24, "", False, "none", 0),
        ("whatsapp", 24, "m@example.org", True, "email", 1),
    ],
)
def test_the_mode_follows_channel_and_clock(
    channel: str, silent: int, email: str, approved: object, mode: str, choices: int
) -> None:
    """Open, a person's words, templates, mail, nothing: as the platform's rules leave it."""
    stage = bench(notices=catalogue.notices(), mails=True)
    name = catalogue.notices()["agent_news"].template
    state = TemplateState(channel, name, "fr", APPROVED if approved else "PAUSED")
    stage.archive.templates.note(state)
    talk = new_conversation(f"{channel}:101:marie")
    basket = msgspec.structs.replace(talk.basket, email=email)
    talk = msgspec.structs.replace(talk, last_heard=NOW_MS - silent * HOUR, basket=basket, language="es")
    found = composing.composer(stage.runtime, talk)
    assert (found.mode, len(found.choices)) == (mode, choices)
    assert found.takes_words == (mode in {"free", "human_agent", "email"})
    assert all(one.language == "fr" for one in found.choices)
