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
    for parse in (
        types.database,
        types.redis,
        types.web_address,
        types.port,
        types.secret_key,
        types.smtp,
        types.mailbox,
        types.address,
    ):
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


def test_hosts_are_names_alone() -> None:
    """No address, no port, no wildcard: what may be shown to travellers is named host by host."""
    assert types.hosts(" CDN.airline.example, www.airline.example") == ("cdn.airline.example", "www.airline.example")
    assert types.hosts("") == ()
    for text in (
        "https://cdn.example",
        "cdn.example:80",
        "*.example",
        "localhost",
        "-a.example",
        "a..b",
        f"{'a.' * 127}aa",
    ):
        with pytest.raises(ValueError, match="names of hosts alone"):
            types.hosts(text)


def test_a_home_folder_may_be_written_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder may be given as a shell would write it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "keys").mkdir()
    assert types.folder("~/keys") == tmp_path / "keys"


@pytest.mark.parametrize(
    "url", ["smtp://u:p@mail.example:587?tls=starttls", "smtps://mail.example", "smtp://localhost?tls=none"]
)
def test_every_usual_mail_server_is_understood(url: str) -> None:
    """An address copied from any provider works."""
    assert types.smtp(url) == url


@pytest.mark.parametrize(
    ("url", "wants"),
    [
        ("http://mail.example", "begin with smtp://"),
        ("smtp://", "begin with smtp://"),
        ("smtp://mail.example?tls=perhaps", "tls=starttls"),
        ("smtp://mail.example?ssl=1", "tls=starttls"),
        ("smtp://u:p@mail.example?tls=none", "on this machine"),
    ],
)
def test_a_mail_server_is_never_told_anything_in_clear_words_over_a_net(url: str, wants: str) -> None:
    """Passwords and itineraries leave the machine encrypted, or the start says why not."""
    with pytest.raises(ValueError, match=wants):
        types.smtp(url)


@pytest.mark.parametrize("text", ["tickets@airline.example", "Threadfare Air <tickets@airline.example>"])
def test_a_sender_may_have_a_name(text: str) -> None:
    """Travellers see who writes."""
    assert types.mailbox(text) == text


@pytest.mark.parametrize("text", ["tickets", "a@b", "<a@b.example", "A\n<a@b.example>", "a@b.example>"])
def test_a_sender_that_no_mail_could_have_is_refused_at_the_start(text: str) -> None:
    """And not with the first ticket."""
    with pytest.raises(ValueError, match="it must look like"):
        types.mailbox(text)
