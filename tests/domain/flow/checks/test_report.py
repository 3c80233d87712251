"""Rows of the list of faults: each says where it is, so that it can be a link."""

from bot.domain.flow.checks.report import Issue


def test_a_row_says_where_it_is_in_one_word() -> None:
    """A text, a step, or the flow as a whole."""
    assert Issue(sentence="x", step="a").where == "a"
    assert Issue(sentence="x", step="a", text="hi", language="fr").where == "texts.fr.hi"
    assert Issue(sentence="x").where == "flow"


def test_what_blocks_is_an_error() -> None:
    """All else is a warning."""
    assert (Issue(sentence="x").severity, Issue(sentence="x", blocks=False).severity) == ("error", "warning")
