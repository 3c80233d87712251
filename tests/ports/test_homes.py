"""What a process believes of names: for a minute, of the newest names alone, and not once it is taken back."""

from bot.ports.homes import BELIEVED_MS, Homes


def test_a_name_is_believed_for_a_minute() -> None:
    """Afterwards it must be looked up again."""
    homes = Homes()
    homes.keep("id", "thread", now=1000)
    assert homes.find("id", now=1000 + BELIEVED_MS - 1) == "thread"
    assert homes.find("id", now=1000 + BELIEVED_MS) == ""


def test_the_oldest_names_make_room() -> None:
    """Memory is bounded however many travellers write."""
    homes = Homes(most=2)
    for name in ("a", "b", "a", "c"):
        homes.keep(name, f"thread of {name}", now=1000)
    assert [homes.find(name, now=1000) for name in "abc"] == ["thread of a", "", "thread of c"]


def test_a_thread_that_changed_is_believed_of_nobody() -> None:
    """All names that led to it are forgotten, no other."""
    homes = Homes()
    for name, thread in (("a", "old"), ("b", "old"), ("c", "other")):
        homes.keep(name, thread, now=1000)
    homes.forget("old")
    assert [homes.find(name, now=1000) for name in "abc"] == ["", "", "other"]
