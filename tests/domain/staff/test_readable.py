"""How changes are read: field by field, in words, without contacts."""

import msgspec
import pytest

from bot.domain.staff.hiding import hidden
from bot.domain.staff.readable import MOST, Difference, differences, in_words


def told(before: object, after: object) -> list[tuple[str, str, str]]:
    """Differences as tuples."""
    texts = ["" if state is None else msgspec.json.encode(state).decode() for state in (before, after)]
    return [(one.field, one.was, one.now) for one in differences(*texts)]


def test_only_what_differs_is_told() -> None:
    """Lists are read as lists, yes and no as words, nothing as nothing."""
    before = {"labels": ["vip"], "priority": 0, "muted": False, "same": 1, "gone": "x"}
    after = {"labels": ["vip", "late"], "priority": 2, "muted": True, "same": 1, "team": None}
    assert told(before, after) == [
        ("labels", "vip", "vip, late"),
        ("priority", "0", "2"),
        ("muted", "no", "yes"),
        ("gone", "x", ""),
    ]
    assert in_words(differences('{"a": "x"}', "{}")) == "a: x → —"


def test_parts_of_parts_have_names() -> None:
    """An amount is its number and its currency; a list of things is numbered."""
    assert told(None, {"amount": {"minor": 5, "currency": "EUR"}, "held_by": [{"id": "a"}, {"id": "b"}]}) == [
        ("amount minor", "", "5"),
        ("amount currency", "", "EUR"),
        ("held by 1 id", "", "a"),
        ("held by 2 id", "", "b"),
    ]


def test_moments_are_read_as_moments() -> None:
    """Nought stands for never."""
    assert told({"snoozed_until": 0}, {"snoozed_until": 1_795_500_000_000}) == [
        ("snoozed until", "never", "2026-11-24 06:00 UTC")
    ]


@pytest.mark.parametrize("text", ["published", "not { json"])
def test_a_state_that_is_no_json_is_a_word(text: str) -> None:
    """The audit of money has words for states."""
    assert differences("", text) == (Difference("state", "", text),)
    assert differences(text, text) == ()


def test_a_long_change_is_cut_and_counted() -> None:
    """A page stays a page."""
    many = {f"f{place}": place for place in range(MOST + 3)}
    found = told(None, many)
    assert (len(found), found[-1]) == (MOST + 1, ("more", "", "3 other differences"))
    assert len(told(None, {"a": "x" * 999})[0][2]) == 201
    assert told(None, {"hash": "ab" * 32}) == [("hash", "", "abababababab…")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to zoe.d+x@mail.example.org now", "write to z•••@… now"),
        ("call +44 20 7946 0958", "call +44 •••• ••0958"),
        ("whatsapp:1001:447700900123", "whatsapp:1001:•••0123"),
        ("messenger:1001:2002", "messenger:1001:2002"),
        ("card 4242 4242 4242 4242", "card [card number removed]"),
        ("tf:pay_1:authorize:1 at 10:00", "tf:pay_1:authorize:1 at 10:00"),
    ],
)
def test_contacts_and_cards_are_not_read(text: str, shown: str) -> None:
    """What only a click with a reason reveals stays hidden in the audit, wherever it stands."""
    assert hidden(text) == shown
    assert told(None, {"x": text}) == [("x", "", shown)]
