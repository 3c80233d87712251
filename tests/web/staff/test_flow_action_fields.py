"""The table of actions: every action has a form, and every field of it an input."""

from typing import get_args

from bot.domain.flow.checks.kinds import TAPPABLE
from bot.domain.flow.definition import Action
from bot.web.staff.flow_action_fields import BY_NAME, SHAPES, WISHES


def test_every_action_has_every_field() -> None:
    """A field that joins an action joins its form, or this fails."""
    known = {str(kind.__struct_config__.tag): set(kind.__struct_fields__) for kind in get_args(Action)}
    assert {shape.name: {field.name for field in shape.fields} for shape in SHAPES} == known
    assert len(BY_NAME) == len(SHAPES)


def test_every_wish_is_offered() -> None:
    """Those that the check lets through."""
    assert {name for name, _ in WISHES} == TAPPABLE
