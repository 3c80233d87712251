"""References of threads: the same for a thread every time, of no use to who has no secret."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.services.thread_refs import ref_of, thread_of
from tests.builders.house import house

RUNTIME = house().runtime
THREAD = "whatsapp:106:447700900001"
_PART = st.text(st.characters(codec="utf-8", exclude_characters=":"), min_size=1, max_size=40)


@given(_PART, _PART)
def test_a_reference_leads_back_to_its_thread_and_hides_it(account: str, user: str) -> None:
    """Pages and addresses hold the one, services the other."""
    thread = f"whatsapp:{account}:{user}"
    ref = ref_of(RUNTIME, thread)
    assert thread_of(RUNTIME, ref) == thread
    assert ref == ref_of(RUNTIME, thread) == ref_of(RUNTIME, ref)
    assert set(ref) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_phone_number_does_not_stand_in_it() -> None:
    """Neither as it is nor for somebody who knows how it is written."""
    assert "447700900001" not in ref_of(RUNTIME, THREAD)
    other = msgspec.structs.replace(RUNTIME, secret=b"t" * 32)
    assert ref_of(other, THREAD) != ref_of(RUNTIME, THREAD)


@pytest.mark.parametrize("name", ["x", "!!", "A" * 60, "two:parts", "ÄÖÜ"])
def test_what_nobody_made_is_no_reference(name: str) -> None:
    """A guess, or one of another house, opens nothing."""
    with pytest.raises(InvalidError):
        thread_of(RUNTIME, name)


def test_an_older_address_still_opens_its_thread() -> None:
    """A link that somebody kept leads where it led."""
    assert thread_of(RUNTIME, THREAD) == THREAD
    assert (thread_of(RUNTIME, ""), ref_of(RUNTIME, "")) == ("", "")
