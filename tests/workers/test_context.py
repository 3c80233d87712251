"""Ids in logs: enough to follow one story, too little to tell whose it is."""

from structlog.contextvars import get_contextvars

from workers.context import about


def test_ids_are_bound_while_something_is_done() -> None:
    """Two pieces of work never share a line's ids."""
    with about(step="s1"):
        assert get_contextvars() == {"step": "s1"}
        with about(effect="e1"):
            assert get_contextvars() == {"step": "s1", "effect": "e1"}
        assert get_contextvars() == {"step": "s1"}
    assert get_contextvars() == {}


def test_a_thread_is_named_by_its_channel_and_a_digest() -> None:
    """A log does not hold the id of a traveller."""
    with about(thread="messenger:page:4711"):
        bound = get_contextvars()["thread"]
    assert bound.startswith("messenger:")
    assert "4711" not in bound
