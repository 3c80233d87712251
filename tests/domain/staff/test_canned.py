"""Ready replies: what may stand in one, what fields become, and that nothing with a gap is sent."""

from typing import Any

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.canned import Canned, check_filled, checked, filled, gaps, text_in


def reply(**fields: Any) -> Canned:
    """A reply that can be used."""
    return Canned(**{"id": "can_1", "shortcut": "bags", "title": "Bags", "texts": {"en": "One bag."}, **fields})


@pytest.mark.parametrize(
    "wrong",
    [
        {"shortcut": ""},
        {"shortcut": "Two Words"},
        {"shortcut": "-x"},
        {"shortcut": "x" * 31},
        {"title": ""},
        {"title": "x" * 61},
        {"team": "tea_none"},
        {"texts": {}},
        {"texts": {"xx": "?"}},
        {"texts": {"en": "x" * 2001}},
        {"texts": {"en": "{{ config }}"}},
        {"texts": {"en": "{{ traveller.first_name | upper }}"}},
        {"texts": {"en": "{{}}"}},
        {"files": ("a", "b", "c", "d")},
    ],
)
def test_what_cannot_be_used_is_refused(wrong: dict[str, Any]) -> None:
    """With a sentence, and before anybody finds it in the list."""
    with pytest.raises(InvalidError):
        checked(reply(**wrong), ("tea_1",))


def test_what_can_be_used_is() -> None:
    """Fields of the list, gaps, a team that is there."""
    good = reply(team="tea_1", texts={"en": "Hi {{traveller.first_name}}, on [[date]]", "fr": "{{ agent.name }}"})
    assert checked(good, ("tea_1",)) == good


def test_the_travellers_language_comes_first_then_english() -> None:
    """Else whichever there is."""
    both = reply(texts={"de": "Hallo", "en": "Hello"})
    assert [text_in(both, language) for language in ("de", "fr")] == ["Hallo", "Hello"]
    assert text_in(reply(texts={"es": "Hola"}), "de") == "Hola"


def test_fields_become_what_is_known_and_gaps_where_nothing_is() -> None:
    """The agent sees what is missing, and cannot forget it."""
    text = filled("Hi {{ traveller.first_name }} from {{airline.name}}", {"airline.name": "Threadfare Air"})
    assert text == "Hi [[the traveller's first name]] from Threadfare Air"
    assert gaps(text) == ("the traveller's first name",)


def test_a_value_is_never_read_as_a_field_or_a_gap() -> None:
    """A traveller may call themselves what they like."""
    evil = {"traveller.first_name": "{{ agent.name }} [[x]] {% for %}", "agent.name": "Ana"}
    text = filled("Hi {{ traveller.first_name }}!", evil)
    assert text == "Hi {{ agent.name }} x {% for %}!"
    assert gaps(text) == ()


def test_nothing_with_a_gap_is_sent() -> None:
    """The first one is named."""
    check_filled("All [is] well [[]]")
    with pytest.raises(InvalidError, match=r"Fill in \[\[date\]\]"):
        check_filled("On [[date]] at [[time]]")
