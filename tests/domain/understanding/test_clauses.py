"""Messages are cut where a sentence, a pause or a question begins, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding.clauses import clauses, composed, without


def cut(text: str) -> list[str]:
    """The clauses of a text as somebody reads them."""
    return [clause.text.strip() for clause in clauses(composed(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Can I take bags? Paris to New York", ["Can I take bags", "Paris to New York"]),
        ("Marie Durand, and can I bring my dog?", ["Marie Durand", "and can I bring my dog"]),
        ("Paris to Rome and can I take a bag", ["Paris to Rome", "and can I take a bag"]),
        ("París, ¿puedo llevar equipaje?", ["París", "puedo llevar equipaje"]),
        ("Paris–Rome – des bagages ?", ["Paris–Rome", "des bagages"]),
        ("Paris to Rome\ncan I take bags", ["Paris to Rome", "can I take bags"]),
        ("am 4. Dezember. Darf ich?", ["am 4. Dezember", "Darf ich"]),
        ("on the 4. Can I take bags?", ["on the 4", "Can I take bags"]),
        ("Paris to Rome can I take a bag", ["Paris to Rome", "can I take a bag"]),
        ("Paris Rome demain puis-je annuler", ["Paris Rome demain", "puis-je annuler"]),
        ("how many bags can I take", ["how many bags can I take"]),
        ("I wonder what bags I can take and how many can I", ["I wonder what bags I can take", "and how many can I"]),
        ("Peter and Paul", ["Peter and Paul"]),
        ("marie@example.com is 5.30 pm, 1,5", ["marie@example.com is 5.30 pm", "1,5"]),
        ("St. Petersburg", ["St. Petersburg"]),
        ("Straße nach Köln, können wir?", ["Straße nach Köln", "können wir"]),
        ("?!", []),
        ("4 December and bags?", ["4 December", "and bags"]),
        ("le 4 décembre et les bagages ?", ["le 4 décembre", "et les bagages"]),
        ("el 4 de diciembre y el equipaje?", ["el 4 de diciembre", "y el equipaje"]),
        ("am 4. Dezember und Gepäck?", ["am 4. Dezember", "und Gepäck"]),
        ("2 adults and a bag?", ["2 adults and a bag"]),
        ("2 adults and a dog?", ["2 adults", "and a dog"]),
        ("2 adults and children?", ["2 adults and children"]),
        ("2 adults and bags", ["2 adults and bags"]),
        ("Can I take pets and bags?", ["Can I take pets and bags"]),
    ],
)
def test_a_message_is_cut_into_its_clauses(text: str, parts: list[str]) -> None:
    """Names, days, addresses and prices stay whole."""
    assert [part.strip("¿") for part in cut(text)] == parts


@pytest.mark.parametrize(
    ("text", "asking", "whole"),
    [
        ("Can I take bags? Paris to Rome", [True, False], [True, True]),
        ("Paris to Rome, and bags?", [False, True], [False, False]),
    ],
)
def test_a_clause_knows_its_sentence(text: str, asking: list[bool], whole: list[bool]) -> None:
    """Whether it ends with a question mark, and whether it is a sentence of its own."""
    assert [clause.asks for clause in clauses(text)] == asking
    assert [clause.whole for clause in clauses(text)] == whole


def test_what_is_left_is_written_as_it_was() -> None:
    """A name keeps its capitals, and no sign hangs on."""
    text = "Marie Durand – and can I bring my dog?"
    assert without(text, clauses(text)[1:]) == "Marie Durand"
    assert without(text, []) == "Marie Durand – and can I bring my dog?"


@given(st.text(max_size=80))
def test_no_letter_is_lost_and_none_told_twice(text: str) -> None:
    """Whatever people type, the clauses lie in it one after the other."""
    whole = composed(text)
    end = 0
    for clause in clauses(whole):
        assert end <= clause.start < clause.end <= len(whole)
        assert whole[clause.start : clause.end].startswith(clause.text)
        end = clause.end
