"""Text of people: read when it is plain data, refused at once with its line when it is anything cleverer."""

from typing import Any

import pytest

from bot.adapters.data.plain import DEEPEST, LARGEST, MOST_EVENTS, plain_yaml
from bot.domain.errors import InvalidError

BOMB = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 120))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (b'{"a": [1, "x", null, true]}', {"a": [1, "x", None, True]}),
        (b"a: [1, x, null, true]", {"a": [1, "x", None, True]}),
        (b"{a: 1}", {"a": 1}),
        (b"\xef\xbb\xbf{}", {}),
        (b"", None),
        ("é: “à”".encode(), {"é": "“à”"}),
    ],
)
def test_json_and_yaml_are_read(text: bytes, data: Any) -> None:
    """Whichever people write, with or without a mark at its beginning."""
    assert plain_yaml(text) == data


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"a: &x 1\nb: *x", "Line 1: anchors and aliases"),
        (b"a: 1\nb: &x {c: *x}", "Line 2: anchors and aliases"),
        (BOMB, "anchors and aliases"),
        (b"a: 1\nb: 2\na: 3", "Line 3, column 1: 'a' stands twice"),
        (b'{"a": {"b": 1, "b": 2}}', "'b' stands twice"),
        (b"a: [", "not YAML: .* at line 2, column 1"),
        (b"a: !!python/object/apply:os.system [ls]", "could not determine a constructor.* at line 1"),
        (b"a: 1\n---\nb: 2", "not YAML"),
        (b"\xff\xfe", "not text in UTF-8: see byte 1"),
        (b"[" * 1000 + b"]" * 1000, f"nested deeper than {DEEPEST}"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b"- " * 100_000, "nested deeper"),
        (b"x" * (LARGEST + 1), "it may have 512"),
        (b"- a\n" * (MOST_EVENTS + 10), f"more than {MOST_EVENTS} parts"),
        (b"a\x00b: 1", "not YAML"),
        (b'{"a": ' + b"1" * 5000 + b"}", "not YAML"),
    ],
)
def test_what_is_cleverer_than_plain_data_is_refused(text: bytes, told: str) -> None:
    """Circles, bombs, objects, doubles: each with what it is, and where."""
    with pytest.raises(InvalidError, match=f"(?s){told}"):
        plain_yaml(text)


def test_a_thousand_doubles_are_as_quick_as_one() -> None:
    """Where a key stands twice is found without comparing each with each."""
    pairs = ",".join(f'"k{number}":1' for number in range(40_000))
    with pytest.raises(InvalidError, match="'k39999' stands twice"):
        plain_yaml(f'{{{pairs},"k39999":2}}'.encode())
