"""Rule 18: what is told to everybody holds nothing that belongs to somebody."""

import pytest

from tests.builders.flows import END, flow, found


def _found(text: str) -> list[tuple[str, bool]]:
    checked = flow({"a": END}, texts={"en": {"hi": text}})
    return [(issue.sentence, issue.blocks) for issue in found(checked, 18, languages=("en",))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Pay with 4111 1111 1111 1111 now", "a card number"),
        ("To DE89 3704 0044 0532 0130 00", "a bank account number"),
        ("key " + "sk_" + "live_abcdefghijklmnop", "a secret key"),
        ("EAA" + "G" * 30, "a secret key"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a secret key"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", "a secret key"),
    ],
)
def test_numbers_and_keys_block_and_are_not_repeated(text: str, told: str) -> None:
    """The list of faults is no second place where they stand."""
    ((sentence, blocks),) = _found(text)
    assert (told in sentence, blocks) == (True, True)
    assert not any(word in sentence for word in text.split() if len(word) > 5 and word != "-----BEGIN")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Write to jane.doe@gmail.com", "e-mail address"),
        ("Call +33 6 12 34 56 78", "telephone number"),
        ("Call 06 12 34 56 78", "telephone number"),
    ],
)
def test_addresses_and_telephones_are_asked_about(text: str, told: str) -> None:
    """They may be the airline's own."""
    ((sentence, blocks),) = _found(text)
    assert (told in sentence, blocks) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "such as name@example.com or nom@exemple.fr",
        "“24/07/1987” or “5 March”",
        "{{ basket.email }} and “K7QM2X Durand”",
        "TF101 on 4 December 2026 at 09:10, 0 of 20",
    ],
)
def test_examples_are_no_persons(text: str) -> None:
    """What ships is full of them."""
    assert _found(text) == []


def test_values_and_addresses_of_files_are_looked_at_too() -> None:
    """A card number hides nowhere."""
    nodes = {"a": {"do": [{"do": "set_slot", "field": "slots.x", "value": "4111111111111111"}], "next": "end"}}
    assert [issue.step for issue in found(flow(nodes), 18)] == ["a"]
