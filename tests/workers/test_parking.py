"""Parking: whole and in order, whatever is read again and however often."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ports.journal import Noted
from tests.builders.entries import turn
from workers.parking import Parking, Return

PAGE = "messenger:page"


def noted(number: int, shard: str = "s01") -> Noted:
    """An entry of a shard."""
    return Noted(shard, f"5-{number}", turn())


def test_from_the_first_that_is_parked_all_are() -> None:
    """A later turn of a thread never overtakes an earlier one that was left behind."""
    parking = Parking()
    assert not parking.stays(PAGE, noted(1), is_full=False)
    assert parking.stays(PAGE, noted(2), is_full=True)
    assert parking.stays(PAGE, noted(3), is_full=False)
    assert not parking.stays(PAGE, noted(3, "s02"), is_full=False)
    assert not parking.stays("messenger:other", noted(4), is_full=False)


def test_a_shard_is_asked_for_once_from_right_before_what_is_parked() -> None:
    """Reading again costs no more than it must."""
    parking = Parking()
    parking.stays(PAGE, noted(2), is_full=True)
    parking.stays("messenger:other", noted(0), is_full=True)
    assert parking.wanted(frozenset({PAGE})) == [Return("s01", "5-1", frozenset({PAGE}))]
    assert parking.wanted(frozenset({PAGE, "messenger:other"})) == []
    parking.is_over(Return("s01", "5-1", frozenset({PAGE})), whole=True)
    (back,) = parking.wanted(frozenset({"messenger:other"}))
    assert back.after.startswith("4-")
    assert parking.accounts() == {"messenger:other"}


def test_reading_again_from_behind_what_is_parked_takes_nothing() -> None:
    """A shard that was lost may be parked from earlier on than somebody asked for before: order holds."""
    parking = Parking()
    parking.stays(PAGE, noted(5), is_full=True)
    (back,) = parking.wanted(frozenset({PAGE}))
    parking.forget("s01")
    assert parking.stays(PAGE, noted(3), is_full=True)
    assert parking.stays_again(PAGE, noted(5), back, is_full=False)
    parking.is_over(back, whole=True)
    (back,) = parking.wanted(frozenset({PAGE}))
    assert not parking.stays_again(PAGE, noted(3), back, is_full=False)
    assert not parking.stays_again(PAGE, noted(5), back, is_full=False)
    parking.is_over(back, whole=True)
    assert len(parking) == 0


@given(
    room=st.lists(st.integers(0, 5), min_size=1, max_size=30),
    cuts=st.lists(st.integers(0, 12), max_size=30),
    count=st.integers(1, 12),
)
def test_every_turn_is_taken_once_and_in_order(room: list[int], cuts: list[int], count: int) -> None:
    """Whatever room there is at a time, and wherever reading again is broken off, nothing is lost or taken twice."""
    parking, taken = Parking(), list[int]()
    left = room.pop()
    for number in range(count):
        if not parking.stays(PAGE, noted(number), is_full=left <= 0):
            taken.append(number)
            left -= 1
    for more, cut in [*zip(room, cuts, strict=False), (99, 99)]:
        left = more
        for back in parking.wanted(frozenset({PAGE})):
            begin = int(back.after.split("-")[1]) + 1 if back.after.startswith("5-") else 0
            read = [noted(number) for number in range(begin, count)][:cut]
            for one in read:
                if not parking.stays_again(PAGE, one, back, is_full=left <= 0):
                    taken.append(int(one.position.split("-")[1]))
                    left -= 1
            parking.is_over(back, whole=len(read) == count - begin)
    assert taken == list(range(count))
    assert len(parking) == 0
