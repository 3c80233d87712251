"""Whole talks over WhatsApp's own wire: every message within its limits, every tap one that was shown."""

import msgspec
import pytest

from bot.domain.ids import ThreadKey
from bot.domain.understanding.link_codes import read_code
from tests.fakes.mailer import MemoryMailer
from tests.journeys import talk_file
from tests.journeys.runner import play
from tests.journeys.whatsapp_stage import SCOPED, WhatsAppStage

PHONE = "33612345678"
_ELSEWHERE = ("looks_after_her_wallet", "pays_from_her_account")
"""Talks that go otherwise here: what is said of WhatsApp from another chat, and news that comes days later, which goes
as a template."""
_NAMES = [name for name in talk_file.names() if not name.startswith(_ELSEWHERE)]


@pytest.mark.parametrize("name", _NAMES)
def test_a_talk_goes_on_whatsapp_as_its_file_tells(name: str) -> None:
    """A traveller searches, books and pays in WhatsApp without a number that we know, and gets tickets."""
    stage = WhatsAppStage(SCOPED)
    play(talk_file.read(name), stage, merged=True)
    assert all(sent.request["recipient"] == sent.user for sent in stage.platform.sent)


def test_a_traveller_with_a_number_books_as_well() -> None:
    """The number is written to with its plus; the dots stand below what she wrote."""
    stage = WhatsAppStage(PHONE)
    stage.platform.habits.scoped = False
    play(talk_file.read("books_and_pays"), stage, merged=True)
    assert {sent.request["to"] for sent in stage.platform.sent} == {f"+{PHONE}"}
    assert stage.platform.marked


def test_an_answer_takes_few_bubbles_and_agents_see_how_far_each_came() -> None:
    """Each message is billed and rationed: flights are one bubble. What the statuses tell stands in the archive."""
    stage = WhatsAppStage()
    stage.say("Paris to New York on 4 December, one way, 1 adult")
    assert len(stage.platform.sent) <= 3
    assert all(sent.text.strip() for sent in stage.platform.sent)
    with stage.records.begin() as work:
        lines = work.talk.lines(str(stage.thread), after=0, most=30)
    assert {line.fate for line in lines if line.author == "bot" and "typing" not in line.body} == {"delivered"}


def test_a_number_that_changed_shows_nobody_what_was_booked() -> None:
    """Neither under the old id nor under the new one; by a mailed code its owner has everything back."""
    stage = WhatsAppStage(SCOPED)
    play(talk_file.read("books_and_pays"), stage, merged=True)
    stage.worker = msgspec.structs.replace(stage.worker, mailer=MemoryMailer())
    newer = stage.platform.changes_number(SCOPED, PHONE)
    stage.rest()
    assert stage.heard(0, 0) == ()
    for user in (SCOPED, newer):
        stage.thread = ThreadKey("whatsapp", stage.platform.account.id, user)
        stage.say("my trip")
        told = "\n".join(said.text for said in stage.heard(1, 9))
        assert "no booking made in this chat" in told
        assert ("Another number or name stands behind this chat" in told) == (user == SCOPED)
    stage.thread = ThreadKey("whatsapp", stage.platform.account.id, newer)
    stage.say("use my account here")
    stage.say("marie@example.com")
    (mail,) = stage.worker.mailer.sent.values()
    stage.say(read_code(mail.text.partition(".")[0], awaited=True))
    stage.say("my trip")
    assert any("paid and ticketed" in said.text for said in stage.heard(1, 9))
