"""What platforms say of templates reaches the courier and, when something is wrong, staff."""

import json
from typing import Any

import pytest

from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import WhatsApp
from bot.adapters.data.catalogue import notices
from bot.ports.template_records import TemplateState
from bot.services import inbox, templates
from bot.simulators.wire import signed
from tests.builders.house import House, house
from tests.fakes.records import MemoryRecords

SECRET = "hush"
NAME = notices()["tickets_issued"].template


@pytest.fixture
def home() -> House:
    """A house that serves WhatsApp."""
    return house(channels={"whatsapp": WhatsApp(MetaApp((SECRET,)))})


def told(home: House, event: str, **more: Any) -> None:
    """A webhook tells of a template."""
    value = {"event": event, "message_template_name": NAME, "message_template_language": "en", "reason": "NONE", **more}
    entry = {"id": "1", "time": 1, "changes": [{"field": "message_template_status_update", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    assert inbox.receive(home.runtime, "whatsapp", signed(body, SECRET), body).result == "taken"


def approved(home: House) -> tuple[str, ...]:
    """In which languages tickets may be told."""
    with home.records.begin() as work:
        return work.templates.approved("whatsapp", NAME)


def test_a_webhook_opens_and_closes_the_way(home: House) -> None:
    """From the moment Meta says so; nobody has to start anything again."""
    told(home, "APPROVED")
    assert approved(home) == ("en",)
    assert not home.meter.counts["needs_staff", "template"]
    home.clock.move(seconds=1)
    told(home, "PAUSED", other_info={"title": "FIRST_PAUSE"})
    assert approved(home) == ()
    assert home.meter.counts["needs_staff", "template"] == 1
    home.clock.move(seconds=1)
    told(home, "REINSTATED")
    assert approved(home) == ("en",)


def test_every_template_is_shown_with_what_is_wrong_in_words() -> None:
    """Staff read what to do; a template that nobody created is named, too."""
    records = MemoryRecords()
    first, second, third, *_ = (form.template for form in notices().values())
    templates.note(
        records,
        (
            TemplateState("messenger", first, "en", "APPROVED", "", 1),
            TemplateState("messenger", second, "en", "REJECTED", "INCORRECT_PARAMS", 1),
            TemplateState("messenger", third, "en", "QUARANTINED", "who knows", 1),
        ),
    )
    found = {(one.name, one.language): one for one in templates.standings(records, notices(), ("messenger",))}
    assert len(found) == 4 * len(notices())
    assert (found[first, "en"].is_sent, found[first, "en"].told) == (True, "is sent")
    assert found[second, "en"].told.endswith("its values are not as Meta wants them")
    assert found[third, "en"].told == "cannot be sent; the news goes by e-mail: who knows"
    assert (found[first, "fr"].state, found[first, "fr"].is_sent) == ("MISSING", False)
    assert "threadfare templates create" in found[first, "fr"].told
