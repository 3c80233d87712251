"""Checks beside the faults of a flow: what fails there keeps it from going live by every way."""

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.issues import Issue
from bot.domain.world import World
from bot.ports.records import Records
from bot.services import approved, flow_checks, flow_drafts, flow_proposals, flow_revisions, flow_schedules, goldens
from tests.builders.flow_room import SOON, flow_room, live, publish, worded
from tests.builders.house import House
from tests.builders.rehearsals import TO_TICKETS, script
from tests.builders.staff import ADA, EDI, acting, deciding, yes
from tests.builders.world import book

FAILS = Issue(sentence="The talk “to New York” fails at line 3.", step="ask_origin")


@pytest.fixture(name="home")
def _home() -> House:
    return flow_room()


def failing(_: Records, __: World, document: bytes) -> tuple[Issue, ...]:
    """A golden talk that wants the old words."""
    return (FAILS,) if b"From where?" in document else ()


def test_a_draft_that_fails_a_check_is_not_published(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by one person, not by two; who is told why mends it and publishes."""
    monkeypatch.setattr(flow_checks, "CHECKS", (failing,))
    draft = worded(home, "From where?")
    assert flow_checks.failures(home.records, home.runtime.world(), b"From where?") == (FAILS,)
    with pytest.raises(InvalidError, match="line 3"):
        publish(home)
    document = msgspec.json.encode(draft.document)
    with pytest.raises(InvalidError, match="line 3"):
        flow_proposals.propose(home.runtime, document, acting(EDI, home.runtime, "why"), approval="apr_1")
    assert (live(home), draft.version) == (1, 1)
    worded(home, "Whence?")
    assert publish(home).revision == 2


def test_a_publication_that_fails_a_check_when_its_time_comes_is_refused(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has changed meanwhile, such as a new golden talk, counts."""
    worded(home, "From where?")
    publish(home, due=SOON)
    monkeypatch.setattr(flow_checks, "CHECKS", (failing,))
    home.clock.move(seconds=3600)
    assert flow_schedules.carry_out(home.runtime) == 1
    (told,) = flow_schedules.unseen(home.runtime, EDI.id)
    assert (told.state, told.why, live(home)) == ("refused", f"ask_origin: {FAILS.sentence}", 1)


def test_no_way_into_the_talk_leads_past_a_golden_conversation(home: House) -> None:
    """Not by one person now or later, not through a second person, not from a file; its step is named."""
    golden(home)
    document = msgspec.json.encode(worded(home, "Where to?", key="ask_email").document)
    who, world = acting(EDI, home.runtime, "why"), home.runtime.world()
    for way in (
        lambda: publish(home),
        lambda: publish(home, due=SOON),
        lambda: flow_proposals.propose(home.runtime, document, who, approval="apr_1"),
        lambda: flow_revisions.publish_file(home.records, document, who, world=world),
        lambda: flow_proposals.publish_alone(home.records, document, who, world=world),
    ):
        with pytest.raises(InvalidError, match="ask_email: The golden conversation “Books” does not go as it did"):
            way()
    assert live(home) == 1
    worded(home, "Your e-mail address?", key="ask_email")
    draft = parse_flow(msgspec.json.encode(flow_drafts.shown(home.runtime, "book").document))
    (talk,) = goldens.of_flow(home.runtime, "book")
    goldens.accept(home.runtime, who, talk.id, draft)
    assert publish(home).revision == 2


def test_a_golden_conversation_that_is_kept_meanwhile_stops_what_was_to_come(home: House) -> None:
    """At the due time of a publication, and when somebody approves."""
    worded(home, "Where to?", key="ask_email")
    publish(home, due=SOON)
    worded(home, "It costs nothing.", key="holding")
    publish(home)
    golden(home)
    (asked,) = home.records.approvals.waiting()
    with pytest.raises(InvalidError, match="“Books” does not go as it did"):
        approved.decide(home.runtime, asked.id, yes(asked), deciding(ADA, home.runtime))
    home.clock.move(seconds=3600)
    assert flow_schedules.carry_out(home.runtime) == 1
    (told,) = flow_schedules.unseen(home.runtime, EDI.id)
    assert (told.state, "“Books”" in told.why, live(home)) == ("refused", True, 1)


def golden(home: House) -> None:
    """A whole booking on the live flow, kept."""
    goldens.save(home.runtime, acting(EDI, home.runtime), script(*TO_TICKETS), name="Books", draft=book())
