"""What two people changed at once, as the page that shows both names and tells it."""

import pytest

from bot.web.staff.flow_conflicts import named, told


@pytest.mark.parametrize(
    ("part", "called"),
    [
        ("step:hello", "the step hello"),
        ("place:hello", "the place of the step hello"),
        ("label:hello", "the label of the step hello"),
        ("text:fr:hello", "the text hello in French"),
        ("start", "where the flow begins"),
        ("", "the draft"),
        ("rest:needs", "the draft"),
    ],
)
def test_every_part_has_a_name_for_people(part: str, called: str) -> None:
    """As an editor would say it."""
    assert named(part) == called


def test_values_are_told_as_lines_that_can_be_compared() -> None:
    """A step in plain words, a text line by line, a document by its parts, and nothing for what is gone."""
    assert told("step:a", '{"next":"b"}') == ["Goes on to b"]
    assert told("text:en:a", '"one\\ntwo"') == ["one", "two"]
    assert told("", '{"spec":2,"flow":"f"}') == ["spec: 2", "flow: f"]
    assert told("order", '["a"]') == ["['a']"]
    assert told("step:a", "") == told("label:a", '""') == []
