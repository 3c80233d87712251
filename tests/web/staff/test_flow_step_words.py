"""A step in plain lines, for whoever compares two versions of it."""

from bot.web.staff.flow_step_words import lines


def test_everything_that_a_step_does_is_a_line() -> None:
    """Actions with what they take, waits with exits, conditions, trials, and where it goes on."""
    option = {"text": "a_button", "value": "a"}
    node = {
        "do": [{"do": "ask", "text": "t", "again": ["t2"], "options": [option]}, {"do": "burn"}],
        "wait": {"for": "choice", "exits": {"a": "b"}, "timeout": 60, "ring": True},
        "cases": [
            {"when": {"field": "trip.origin", "op": "missing"}, "to": "c"},
            {"when": {"field": 1, "odd": 2}, "to": ""},
        ],
        "split": {"name": "s", "ways": [{"name": "w", "weight": 50, "to": "d"}]},
        "next": "e",
        "end": True,
    }
    assert list(lines(node)) == [
        "Ask a question: text t, again t2, options a_button = a",
        "burn",
        "Waits for choice, 60 s, and rings",
        "After a: to b",
        "If From is not known: to c",
        "If a condition that cannot be read: to nowhere",
        "Trial s: 50 % w to d",
        "Goes on to e",
        "Ends the flow",
    ]
