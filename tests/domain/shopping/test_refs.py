"""References in links: what is written is read back, and nothing else is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.redaction import redact
from bot.domain.shopping.refs import CODE, Wish, as_understood, check_wish, read_ref, write_ref
from tests.builders import world as builders

TODAY = date(2026, 11, 23)
PLACES = builders.world().places
CODES = st.from_regex(r"[A-Z]{3}", fullmatch=True)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
WISHES = st.builds(
    Wish,
    link=st.just("") | st.from_regex(r"[a-z0-9]{4,12}", fullmatch=True),
    origin=st.just("") | CODES,
    destination=st.just("") | CODES,
    depart=DAYS,
    back=DAYS,
    one_way=st.booleans(),
)


@given(WISHES.filter(lambda wish: wish != Wish()))
def test_what_is_written_is_read_back_and_fits_everywhere(wish: Wish) -> None:
    """Platforms allow letters, digits and three signs; no date is taken for a card number on the way."""
    ref = write_ref(wish)
    assert read_ref(ref) == wish
    assert len(ref) <= 100
    assert redact(ref) == (ref, 0)


@given(st.text(max_size=40))
def test_any_text_is_read_or_is_none(text: str) -> None:
    """Anybody can write a link."""
    wish = read_ref(text)
    assert wish is None or read_ref(write_ref(wish)) == wish


@pytest.mark.parametrize(
    ("ref", "wish"),
    [
        ("to-NYC", Wish(destination="NYC")),
        ("to-nyc_from-par", Wish(origin="PAR", destination="NYC")),
        ("TO-NYC_ON-2026-12-04", Wish(destination="NYC", depart=date(2026, 12, 4))),
        ("l-ABCD2345", Wish(link="abcd2345")),
        ("to-NYC_oneway", Wish(destination="NYC", one_way=True)),
    ],
)
def test_a_reference_that_somebody_types_is_read(ref: str, wish: Wish) -> None:
    """Case and order do not matter."""
    assert read_ref(ref) == wish


@pytest.mark.parametrize(
    "ref",
    [
        "", "to", "to-", "NYC", "to-NY", "to-NYCX", "to-NYC_", "_to-NYC", "to-NYC__from-PAR", "to-NYC_to-LON",
        "on-2026-02-30", "on-20261204", "oneway-yes", "l-a", "l-" + "a" * 17, "to-NYC_utm-x", "to-NYC&x=1", "x" * 201,
    ],
)  # fmt: skip
def test_what_is_no_reference_of_ours_is_none(ref: str) -> None:
    """A part that nobody knows makes the whole somebody else's: half a wish is worse than none."""
    assert read_ref(ref) is None


def test_a_code_in_words_is_found_whatever_stands_around_it() -> None:
    """Travellers write before and behind what was filled in for them."""
    for text in ("✈ New York [tf:abcd2345]", "[TF:abcd2345]".replace("TF", "tf"), "hello [tf:ABCD2345] please"):
        found = CODE.search(text)
        assert found
        assert found[1].lower() == "abcd2345"
    assert CODE.search("[tf:]") is None
    assert CODE.search("[tf:abc def]") is None


def test_a_wish_is_understood_as_if_it_had_been_said() -> None:
    """Days that are over and a way back without a way out are left out; a place that is not served is named."""
    whole = Wish("", "PAR", "NYC", date(2026, 12, 4), date(2026, 12, 12))
    told = as_understood(whole, places=PLACES, today=TODAY)
    assert (told.origin, told.destination, told.departure, told.return_date) == (
        "PAR",
        "NYC",
        date(2026, 12, 4),
        date(2026, 12, 12),
    )
    later = as_understood(whole, places=PLACES, today=date(2026, 12, 5))
    assert (later.destination, later.departure, later.return_date, later.dates) == ("NYC", None, None, ())
    strange = as_understood(Wish(destination="XQX"), places=PLACES, today=TODAY)
    assert (strange.destination, strange.unserved) == (None, ("XQX",))


@pytest.mark.parametrize(
    "wish",
    [
        Wish(destination="XQX"),
        Wish(origin="PAR", destination="CDG"),
        Wish(destination="NYC", depart=date(2026, 11, 22)),
        Wish(destination="NYC", depart=date(2026, 12, 4), back=date(2026, 12, 3)),
    ],
)
def test_staff_make_no_link_that_nobody_could_book(wish: Wish) -> None:
    """A slip is told before the link is printed on a poster."""
    with pytest.raises(InvalidError):
        check_wish(wish, places=PLACES, today=TODAY)


def test_any_sound_wish_may_be_a_link() -> None:
    """The rest is asked in the talk."""
    for wish in (Wish(), Wish(destination="NYC"), Wish(origin="PAR", destination="NYC", depart=date(2026, 12, 4))):
        check_wish(wish, places=PLACES, today=TODAY)
