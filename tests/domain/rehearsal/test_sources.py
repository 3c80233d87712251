"""Who reads a slip in a rehearsal is led to the step that says it, though the talk has gone on from there."""

from bot.domain.rehearsal.sources import sources, step_of
from tests.builders.rehearsals import TO_OFFERS, reworded, stage
from tests.builders.world import book


def test_what_was_said_on_the_way_belongs_to_the_step_that_said_it() -> None:
    """The greeting is the greeting's, and what is asked at the end is the question's."""
    known = sources(book())
    told = [(step_of(line.text, known, stood=line.step), line.step) for line in stage(*TO_OFFERS).lines if line.message]
    assert told[0][0].startswith("hello")
    assert told[-1] == ("offers", "offers")
    assert told[0][0] != told[0][1]


def test_a_text_with_fields_is_known_by_the_words_between_them() -> None:
    """However the fields read, in any language of the flow."""
    draft = reworded("ask_email", "Where do the tickets of {{ basket.given }} go, please?")
    assert step_of("Where do the tickets of Marie go, please?", sources(draft), stood="x") == "ask_email"
    french = reworded("ask_email", "À quelle adresse, {{ basket.given }}, s'il vous plaît ?", language="fr")
    assert step_of("À quelle adresse, Marie, s'il vous plaît ?", sources(french), stood="x") == "ask_email"


def test_words_of_nobody_belong_to_where_the_talk_stood() -> None:
    """Notes of the engine, and texts of fields alone, are nobody's."""
    assert step_of("Noted: 2 adults.", sources(book()), stood="ask_origin") == "ask_origin"
    assert step_of("", sources(book()), stood="") == ""
