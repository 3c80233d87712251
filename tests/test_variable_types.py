"""The text of a variable becomes a value, or the reason why not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import variable_types as types


@given(st.text())
def test_any_text_is_a_value_or_a_reason(text: str) -> None:
    """Whatever stands in an environment, the start ends in a value or in a sentence, never in a traceback."""
    for parse in (types.database, types.redis, types.web_address, types.port, types.secret_key):
        assert _outcome(parse, text)


def _outcome(parse: Callable[[str], object], text: str) -> str:
    try:
        return f"value {parse(text)}"
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_a_postgresql_address_is_understood(scheme: str) -> None:
    """An address copied from any provider works."""
    assert types.database(f"{scheme}://u:p@h/d") == "postgresql+psycopg://u:p@h/d"


def test_a_list_drops_blanks_and_empty_words() -> None:
    """A trailing comma does not make an empty secret, which would accept forged webhooks."""
    assert types.listed(" new , old ,, ") == ("new", "old")
    assert types.listed("") == ()


def test_words_are_taken_in_any_case() -> None:
    """LOG_LEVEL=INFO means info."""
    assert types.one_of("info", "debug")("INFO") == "info"


def test_a_home_folder_may_be_written_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder may be given as a shell would write it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "keys").mkdir()
    assert types.folder("~/keys") == tmp_path / "keys"
