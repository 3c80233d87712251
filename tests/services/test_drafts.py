"""Drafts: a person's own, without numbers, gone with the reply and with the traveller."""

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.services import answering, desk, drafts, turns
from bot.services.answering import Typed
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench

THREAD = "webchat:TF:marie"
ANA, BO = Person("per_ana", "Ana"), Person("per_bo", "Bo")


@pytest.fixture
def stage() -> Bench:
    """A thread that Ana has."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    desk.take(stage.runtime, THREAD, ANA)
    return stage


def text_of(stage: Bench, agent: Person = ANA) -> str:
    """What is kept of somebody."""
    found = drafts.mine(stage.runtime, THREAD, agent)
    return found.text if found else ""


def test_what_is_written_is_kept_for_its_writer_and_others_know_that_it_is(stage: Bench) -> None:
    """Not a word of it is anybody else's."""
    drafts.keep(stage.runtime, THREAD, ANA, "I found", about=3)
    drafts.keep(stage.runtime, THREAD, ANA, "I found your bag", about=3)
    assert text_of(stage) == "I found your bag"
    assert text_of(stage, BO) == ""
    assert drafts.writers(stage.runtime, THREAD, BO) == ("Ana",)
    assert drafts.writers(stage.runtime, THREAD, ANA) == ()


def test_pages_hear_when_a_draft_begins_and_ends_and_not_of_each_word(stage: Bench) -> None:
    """A colleague's page is drawn again twice."""
    before = len(stage.archive.notes)
    for words in ("I", "I found", "I found it", ""):
        drafts.keep(stage.runtime, THREAD, ANA, words)
    assert len(stage.archive.notes) == before + 2
    drafts.drop(stage.runtime, THREAD, ANA)
    assert len(stage.archive.notes) == before + 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Card 4111 1111 1111 1111 please", "Card [card number removed] please"),
        ("To DE89 3704 0044 0532 0130 00", "To [account number removed]"),
    ],
)
def test_numbers_of_cards_and_accounts_are_never_stored(stage: Bench, typed: str, kept: str) -> None:
    """Not even while somebody writes."""
    drafts.keep(stage.runtime, THREAD, ANA, typed)
    assert text_of(stage) == kept


def test_a_draft_that_comes_after_its_own_reply_is_dropped(stage: Bench) -> None:
    """A save that was on its way when the reply went out brings nothing back."""
    answering.send(stage.runtime, THREAD, ANA, Typed("I found it", "aaaa"))
    drafts.keep(stage.runtime, THREAD, ANA, "I found it", key="aaaa")
    assert text_of(stage) == ""
    drafts.keep(stage.runtime, THREAD, ANA, "And more", key="bbbb")
    assert text_of(stage) == "And more"


def test_a_draft_has_an_end_and_a_thread(stage: Bench) -> None:
    """Nobody fills the database with one."""
    with pytest.raises(InvalidError, match="at most"):
        drafts.keep(stage.runtime, THREAD, ANA, "x" * (drafts.LONGEST_DRAFT + 1))
    with pytest.raises(InvalidError, match="no such thread"):
        drafts.keep(stage.runtime, "webchat:TF:nobody", ANA, "x")
