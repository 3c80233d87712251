"""What every archive promises of hostile words: they are kept as they are, asked for without harm, and found."""

from typing import Any

import msgspec

from bot.domain.conversation.events import TextReceived
from bot.domain.rehearsal.acts import Says
from bot.domain.rehearsal.script import Script, Step
from bot.domain.staff.search_words import terms
from bot.ports.rehearsal_records import Rehearsal
from tests.builders.rehearsals import OPENING
from tests.contracts.test_search_records import ADA, hear
from tests.hostile import PAYLOADS

TABLES = "transcript, conversations, desk_threads, search_lines, rehearsals, golden_talks"


def test_each_is_archived_as_it_came(records: Any) -> None:
    """What a channel hands on, which takes out the one sign that no database keeps, is read back letter by letter."""
    texts = [text.replace("\x00", "") for text in PAYLOADS]
    hear(records, ADA, *(TextReceived(f"m{at}", at + 1, text) for at, text in enumerate(texts)))
    with records.begin() as work:
        lines = work.talk.lines(ADA, most=1000)
    kept = [msgspec.json.decode(line.body)["text"] for line in lines if line.author == "traveller"]
    assert kept == texts


def test_each_may_be_asked_for(records: Any) -> None:
    """A question is never more than a question, whatever stands in it."""
    hear(records, ADA, TextReceived("m1", 1, "O'Neil; DROP TABLE threads"))
    with records.begin() as work:
        for text in PAYLOADS:
            work.search.exact(text[:200])
            work.search.lines(terms(text[:200]))
        assert [line.message for line in work.search.lines(terms("'; DROP TABLE threads; --"))] == ["m1"]


def test_each_may_be_said_in_a_rehearsal(records: Any) -> None:
    """A tester's words come back letter by letter; a name that none has finds nothing."""
    said = Script("book", OPENING, tuple(Step(Says(text)) for text in PAYLOADS))
    with records.begin() as work:
        work.rehearsals.keep_rehearsal(Rehearsal("reh_1", "per_edi", said, 5))
    with records.begin() as work:
        found = work.rehearsals.rehearsal("reh_1")
        assert found is not None
        assert found.script == said
        for text in (text for text in PAYLOADS if "\x00" not in text):
            assert work.rehearsals.rehearsal(text) is None
            assert work.rehearsals.golden_talk(text) is None
            assert work.rehearsals.golden_talks(text) == ()
            assert work.flow_drafts.draft(text) is None
