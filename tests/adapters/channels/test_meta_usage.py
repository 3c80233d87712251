"""How much of a quota is used: read from the headers of every answer, whatever they hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.meta_usage import Usage, usage_of, wait_of

APP = "x-app-usage"
BUSINESS = "x-business-use-case-usage"


@pytest.mark.parametrize(
    ("headers", "usage"),
    [
        ({}, None),
        ({APP: '{"call_count":28,"total_time":25,"total_cputime":31}'}, Usage(31)),
        ({APP: '{"call_count":85.4}'}, Usage(85)),
        ({APP: '{"call_count":100}'}, Usage(100, 60)),
        ({APP: '{"call_count":250}'}, Usage(100, 60)),
        ({BUSINESS: '{"1":[{"type":"messenger","call_count":90}]}'}, Usage(90)),
        (
            {BUSINESS: '{"1":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":19}]}'},
            Usage(100, 1140),
        ),
        ({BUSINESS: '{"1":[{"type":"ads_insights","call_count":100}]}', APP: '{"call_count":5}'}, Usage(5)),
        ({BUSINESS: '{"1":[{"type":"whatsapp","total_time":81}],"2":[{"type":"pages","call_count":7}]}'}, Usage(81)),
        ({APP: "nonsense", BUSINESS: "[1]"}, Usage()),
        ({APP: '{"call_count":"many"}'}, Usage()),
    ],
)
def test_the_highest_use_counts_and_what_is_not_ours_does_not(headers: dict[str, str], usage: Usage | None) -> None:
    """An account slows down for its own messages, never for somebody's advertisements."""
    assert usage_of(headers) == usage


def test_a_wait_is_asked_for_in_seconds_or_until_a_date() -> None:
    """A platform cannot silence us for longer than a day by one header."""
    assert wait_of({"retry-after": " 12 "}) == 12
    assert wait_of({"retry-after": "9" * 300}) == 86_400
    until = {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert wait_of(until) == 0
    assert wait_of({**until, "date": "Wed, 21 Oct 2026 07:27:30 GMT"}) == 30
    assert wait_of({**until, "date": "Wed, 21 Oct 2026 07:29:00 GMT"}) == 0
    assert wait_of({**until, "date": "Wed, 21 Oct 2020 07:29:00 GMT"}) == 86_400
    assert wait_of({"retry-after": "Wed, 99 Oct 2026 07:28:00", "date": "never"}) == 0
    assert wait_of({"retry-after": "Wed, 21 Oct 2026 07:28:00 -0000", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}) == 0
    assert wait_of({}) == 0


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_the_reading(app: str, business: str) -> None:
    """A new form of a header costs no message."""
    usage_of({APP: app, BUSINESS: business})
