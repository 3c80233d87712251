"""Who reads a slip in a rehearsal is led to the step that says it, though the talk has gone on from there."""

from bot.domain.flow.definition import Flow
from bot.domain.rehearsal.sources import said_by, sources
from tests.builders.flows import flow
from tests.builders.rehearsals import TO_OFFERS, reworded, stage
from tests.builders.world import book


def test_what_was_said_on_the_way_belongs_to_the_step_that_said_it() -> None:
    """The greeting is the greeting's, and what is asked at the end is the question's."""
    known = sources(book())
    lines = [line for line in stage(*TO_OFFERS).lines if line.message]
    told = [(said_by(line.text, known, stood=("book", line.step))[1], line.step) for line in lines]
    assert told[0][0].startswith("hello")
    assert told[-1] == ("offers", "offers")
    assert told[0][0] != told[0][1]


def test_a_text_with_fields_is_known_by_the_words_between_them() -> None:
    """However the fields read, in any language of the flow."""
    draft, stood = reworded("ask_email", "Where do the tickets of {{ basket.given }} go, please?"), ("book", "x")
    asks = ("book", "ask_email")
    assert said_by("Where do the tickets of Marie go, please?", sources(draft), stood=stood) == asks
    french = reworded("ask_email", "À quelle adresse, {{ basket.given }}, s'il vous plaît ?", language="fr")
    assert said_by("À quelle adresse, Marie, s'il vous plaît ?", sources(french), stood=stood) == asks


def test_what_another_flow_said_on_the_way_belongs_to_it() -> None:
    """A welcome that begins like a greeting of the talk's own flow is no slip of that flow; the same words are."""
    own, other = _saying("book", "Hello, a machine."), _saying("welcome", "Hello, a machine. Write to me.")
    known = (*sources(own), *sources(other))
    assert said_by("Hello, a machine. Write to me.", known, stood=("book", "ask")) == ("welcome", "end")
    assert said_by("Hello, a machine.", known, stood=("book", "ask")) == ("book", "end")
    same = (*sources(own), *sources(_saying("welcome", "Hello, a machine.")))
    assert said_by("Hello, a machine.", same, stood=("welcome", "ask")) == ("welcome", "end")


def _saying(name: str, words: str) -> Flow:
    return flow({}, name=name, texts={"en": {"hi": words}})


def test_words_of_nobody_belong_to_where_the_talk_stood() -> None:
    """Notes of the engine, and texts of fields alone, are nobody's."""
    assert said_by("Noted: 2 adults.", sources(book()), stood=("book", "ask_origin")) == ("book", "ask_origin")
    assert said_by("", sources(book()), stood=("book", "")) == ("book", "")
