"""A rehearsal is the real engine with an outside that is made up: what is done is answered, and nothing is touched."""

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import Fills, Happens, Jumps, Opening, Opens, Person, Plans, Says, Sends, Taps, Waits
from tests.builders.rehearsals import (
    OPENING,
    TO_CHECKOUT,
    TO_OFFERS,
    TO_REVIEW,
    TO_TICKETS,
    WISH,
    sample,
    script,
    stage,
    words,
)
from tests.builders.world import NOW_MS


def test_a_draft_answers_as_it_would_answer_a_traveller() -> None:
    """Staff hear the same words, in the same order, as whoever writes this."""
    told = stage(*TO_OFFERS)
    assert "Paris → New York: here are the best prices" in words(told)
    assert [line.who for line in told.fresh] == ["traveller", "bot", "bot", "outside", "outside", "bot"]
    assert told.does == ("SearchFlights",)


FORM = {"given": "Marie", "family": "Durand", "born": "1987-07-24", "email": "marie@example.com"}


@pytest.mark.parametrize("channel", acts.CHANNELS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_draft_is_talked_to_in_any_channel_and_language(channel: str, language: str) -> None:
    """Nobody needs an account of that platform to hear what it would say."""
    told = stage(*TO_OFFERS, opening=Opening(language, channel, NOW_MS))
    assert told.conversation.thread.startswith(f"{channel}:rehearsal:")
    assert "best prices" in words(told) or "meilleurs prix" in words(told)


def test_sentences_are_joined_where_messages_cost() -> None:
    """On WhatsApp one message is heard where the web chat has two."""
    there = stage(*TO_OFFERS, opening=Opening("en", "whatsapp", NOW_MS))
    assert len(there.fresh) == len(stage(*TO_OFFERS).fresh) - 1


def test_a_booking_goes_to_its_end_without_money() -> None:
    """Seats, bank and tickets are made up; the talk ends as a real one does."""
    told = stage(*TO_TICKETS)
    assert "Paid and ticketed" in words(told)
    assert told.sale is None
    assert [trip.locator for trip in told.trips] == [told.conversation.basket.locator]
    assert "rehearsal.invalid" in repr(stage(*TO_CHECKOUT).fresh)


def test_the_same_acts_give_the_same_talk() -> None:
    """What was kept yesterday can be compared tomorrow."""
    assert stage(*TO_TICKETS) == stage(*TO_TICKETS)


def test_time_passes_as_it_is_told_to() -> None:
    """An offer runs out after its quarter of an hour, and a hold ends with its link."""
    late = stage(*TO_OFFERS, Waits(3600), Taps("Choose", "offer 1"))
    assert "Prices have moved on since" in words(late)
    over = stage(*TO_CHECKOUT, Waits(1200))
    assert over.sale is None
    assert [line.text for line in over.fresh][:2] == ["20 minutes later", "Answer: checkout ended (expired)"]
    assert over.now == stage(*TO_CHECKOUT).now + 1_200_000


def test_a_timer_rings_while_time_passes() -> None:
    """A step that rings is heard at its time, not when somebody writes next."""
    document = sample()
    wait = document["nodes"]["ask_depart"]["wait"]
    wait |= {"ring": True, "timeout": 300}
    wait["exits"]["timeout"] = "what_change"
    draft = parse_flow(msgspec.json.encode(document))
    asked = stage(Says("Paris to New York"), draft=draft)
    assert asked.alarm is not None
    assert asked.alarm[0] == asked.now + 300_000
    early = stage(Says("Paris to New York"), Waits(299), draft=draft)
    assert (words(early), early.alarm) == ("", asked.alarm)
    rung = stage(Says("Paris to New York"), Waits(3600), draft=draft)
    assert words(rung) == "What would you like to change?"
    assert (rung.alarm, rung.now) == (None, asked.now + 3_600_000)


def test_a_person_takes_the_thread_and_gives_it_back() -> None:
    """The hand-over and the way back can be heard, too."""
    taken = stage(WISH, Says("I want to talk to a person"), Person("takes"))
    assert taken.conversation.owner == "human"
    said = stage(WISH, Says("I want to talk to a person"), Person("takes"), Person("says", "Hello!"))
    assert [(line.who, line.text) for line in said.fresh] == [("person", "Hello!")]
    back = stage(WISH, Person("takes"), Person("returns"))
    assert back.conversation.owner == "bot"


def test_what_is_no_words_is_answered() -> None:
    """A picture and a link are acts like any other."""
    assert words(stage(*TO_OFFERS, Sends("image")))
    assert words(stage(Opens()))


def test_a_form_answers_the_present_question() -> None:
    """Whoever fills in fields instead of writing is rehearsed, too."""
    told = stage(*TO_REVIEW[:3], Fills(FORM))
    assert [one.family for one in told.conversation.basket.passengers] == ["Durand"]


def test_no_card_number_is_kept_in_a_form_or_a_text() -> None:
    """A tester who types a real card by mistake leaves no trace of it."""
    told = stage(WISH, Says("4111 1111 1111 1111"), Fills({"given": "4111 1111 1111 1111"}))
    assert "4111" not in repr(told.conversation)


def test_what_nobody_offered_cannot_be_tapped() -> None:
    """The sentence names what was looked for."""
    with pytest.raises(InvalidError, match="Fly away"):
        stage(WISH, Taps("Fly away"))


def test_nothing_can_be_paid_before_a_checkout() -> None:
    """The tester is told why."""
    with pytest.raises(InvalidError, match="No checkout is open"):
        stage(WISH, Happens("paid"))


def test_a_flow_that_asks_in_a_circle_ends() -> None:
    """No draft, however wrong, hangs the page."""
    told = stage(Plans("search", "nothing"), WISH, *(Says("5 December") for _ in range(10)))
    assert told.act == 12


def test_a_step_that_is_gone_cannot_be_jumped_to() -> None:
    """A golden conversation that jumps there says so, whatever became of the flow."""
    for flow, step in (("book", "nowhere"), ("bags", "hello")):
        with pytest.raises(InvalidError, match=f"no step '{step}'"):
            stage(Jumps(flow, step))


def test_an_outside_that_is_asked_without_end_is_left() -> None:
    """A flow that searches again whenever nothing is found ends all the same, and says so."""
    document = sample()
    exits = document["nodes"]["search"]["wait"]["exits"]
    exits |= {"nothing": "search", "failed": "search"}
    told = stage(Plans("search", "nothing"), WISH, draft=parse_flow(msgspec.json.encode(document)))
    assert told.fresh[-1].text == "The outside was asked too often in one act."


def test_a_draft_with_faults_says_where_it_cannot_go_on() -> None:
    """Nobody has to mend everything before they may hear something."""
    document = sample()
    document["nodes"]["ask_origin"]["wait"]["exits"] = {}
    document["texts"]["en"]["ask_depart"] = "When, {{ trip.origin | nonsense }}?"
    draft = parse_flow(msgspec.json.encode(document))
    assert words(stage(Says("Hello"), draft=draft))
    with pytest.raises(InvalidError, match=r"cannot go on from book.ask_origin"):
        stage(Says("Hello"), Says("12345"), draft=draft)
    with pytest.raises(InvalidError, match="Check the flow first"):
        stage(Jumps("book", "ask_depart"), draft=draft)


def test_an_act_knows_what_the_timetable_answered() -> None:
    """Only what the airline's own timetable said is kept; what is made up can be made up again."""
    assert [len(step.looked) for step in script(WISH).steps] == [1]
    assert [len(step.looked) for step in script(*TO_OFFERS).steps] == [0, 0]
    assert script(WISH).opening == OPENING
