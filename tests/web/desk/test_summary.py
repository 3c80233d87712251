"""What an agent reads who takes a thread up: why, the traveller's words, trip, price, step and what failed."""

import re
from html import unescape

import msgspec
import pytest

from bot.domain.conversation.events import ChoiceTapped, PaymentDeclined, TextReceived
from bot.domain.staff.person import Person
from bot.services import desk, turns
from bot.web.app import create_app
from bot.web.desk.summary import draw_summary
from tests.builders.desk_thread import THREAD, state_of, thread_at
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

ANA = somebody("Ana")


def talk_of(*texts: str, at: str = "offers") -> Bench:
    """A thread at a step of the booking, in which a traveller then wrote this."""
    stage = thread_at(at)
    for number, text in enumerate(texts):
        turns.take(stage.runtime, THREAD, TextReceived(f"t{number}", NOW_MS + number, text))
    return stage


def drawn(stage: Bench, reader: Person = ANA) -> str:
    """The summary as its words."""
    with create_app(stage.runtime).test_request_context():
        html = draw_summary(stage.runtime, reader, THREAD)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip())


def test_there_is_none_while_the_bot_has_the_thread() -> None:
    """A talk that goes well needs no telling."""
    stage = talk_of("thanks")
    assert drawn(stage) == ""
    turns.take(stage.runtime, THREAD, TextReceived("p", 9, "I want to talk to a person"))
    assert drawn(stage)
    turns.take(stage.runtime, THREAD, ChoiceTapped("b", 10, "go:bot"))
    assert drawn(stage) == ""


def test_who_asked_for_a_person_is_told_with_trip_and_step() -> None:
    """The agent need not ask again what was told already."""
    told = drawn(talk_of("I want to talk to a person", at="ask_name"))
    assert told.startswith("Asked for a person")
    assert "Asking for names, step" in told
    assert "I want to talk to a person" in told
    assert "Paris" in told
    assert "New York" in told
    assert "Fri 4 Dec, one way, 1 traveller, TF101" in told
    assert "Price €612.40 EUR" in told


def test_what_was_told_of_a_trip_that_is_not_whole_yet_is_told() -> None:
    """Half a wish is worth knowing."""
    stage = bench()
    for number, text in enumerate(("to New York", "talk to a person")):
        turns.take(stage.runtime, THREAD, TextReceived(f"t{number}", NOW_MS + number, text))
    assert "Trip To New York" in drawn(stage)
    assert "Trip" not in drawn(talk_of("talk to a person", at="ask_origin"))


def test_two_answers_that_were_not_understood_are_told() -> None:
    """The agent reads what the bot could not."""
    told = drawn(talk_of("%%%", "blub §§", at="ask_depart"))
    assert told.startswith("The bot did not understand")
    assert "blub §§" in told
    assert "did not understand two answers in one step" in told


def test_why_payments_failed_is_told_in_words() -> None:
    """An agent who helps with a payment knows what the bank said, each time."""
    stage = talk_of("how can I pay?", at="check_out")
    checkout = state_of(stage).basket.checkout
    for number, reason in enumerate(("declined_funds", "declined_code")):
        turns.take(stage.runtime, THREAD, PaymentDeclined(f"d{number}", 9, checkout, reason, "http://localhost/pay/x"))
    told = drawn(stage)
    assert told.startswith("Trouble with a payment")
    assert "enough money on this card. The security code wasn't right." in told
    assert "how can I pay?" in told


def test_an_agent_who_takes_a_thread_unasked_reads_where_it_stood() -> None:
    """Whoever steps in knows what was going on."""
    stage = talk_of("thanks")
    desk.take(stage.runtime, THREAD, ANA)
    told = drawn(stage)
    assert told.startswith("Taken from the bot by an agent")
    assert "Choosing a flight" in told
    assert "thanks" in told


def test_contacts_are_masked_for_who_may_not_see_them() -> None:
    """A viewer reads no address that a traveller wrote."""
    stage = talk_of("talk to a person at marie@example.com")
    assert "marie@example.com" in drawn(stage)
    assert "marie@example.com" not in drawn(stage, somebody("Vic", roles=("viewer",)))


@pytest.mark.parametrize("text", ["<script>alert(1)</script> talk to a person", "{{ 7 * 7 }} talk to a person"])
def test_hostile_words_stay_words(text: str) -> None:
    """Nothing that a traveller writes becomes a part of the page."""
    stage = talk_of(text)
    with create_app(stage.runtime).test_request_context():
        html = draw_summary(stage.runtime, ANA, THREAD)
    assert "<script>" not in html
    assert "49" not in html


def test_a_failure_that_has_no_words_is_the_banks_no() -> None:
    """A reason of another program's reads as a decline, and breaks no page."""
    stage = talk_of("talk to a person")
    talk = state_of(stage)
    assert talk.summary is not None
    odd = msgspec.structs.replace(talk.summary, failed=("declined_by_the_moon",))
    stage.archive._talks[THREAD] = msgspec.structs.replace(talk, summary=odd)
    assert "The bank declined this payment." in drawn(stage)
