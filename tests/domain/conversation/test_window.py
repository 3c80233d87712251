"""How a message goes after the window, for every channel, author, time, template, address and refusal."""

from itertools import combinations, product

import pytest

from bot.domain.conversation.window import (
    FOR_PEOPLE,
    PERSON_MS,
    SLACK_MS,
    UNLIMITED,
    WINDOW_MS,
    How,
    Occasion,
    ends,
    way,
)

CHANNELS = ("messenger", "instagram", "whatsapp", "webchat", "terminal")
HEARD = 1_000_000
WAYS = ("free", "human_agent", "template", "email")
AGES = (
    0,
    WINDOW_MS - SLACK_MS - 1,
    WINDOW_MS - SLACK_MS,
    PERSON_MS - SLACK_MS - 1,
    PERSON_MS - SLACK_MS,
    2 * PERSON_MS,
)
REFUSED = tuple(frozenset(some) for size in range(5) for some in combinations(WAYS, size))


def occasions(channel: str) -> list[Occasion]:
    """Everything that may be the case on a channel."""
    yes_no = (False, True)
    return [
        Occasion(
            channel=channel,
            now_ms=HEARD + age,
            last_heard=HEARD,
            by_person=by_person,
            approved=approved,
            address=address,
            refused=refused,
        )
        for age, by_person, approved, address, refused in product(AGES, yes_no, yes_no, yes_no, REFUSED)
    ]


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_rule_of_a_platform_is_ever_broken(channel: str) -> None:
    """Whatever else is the case: freely within the window alone, under a person's tag for a week a person's words."""
    for one in occasions(channel):
        age, how = one.now_ms - one.last_heard, way(one)
        assert how not in one.refused
        if how == "free":
            assert channel in UNLIMITED or age < WINDOW_MS - SLACK_MS
        if how == "human_agent":
            assert (one.by_person, channel in FOR_PEOPLE, age < PERSON_MS - SLACK_MS) == (True, True, True)
        if how == "template":
            assert (one.by_person, one.approved, channel in {"messenger", "whatsapp"}) == (False, True, True)
        if how == "email":
            assert one.address


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_is_given_up_while_a_way_is_left(channel: str) -> None:
    """The desk sees a message as not delivered only when every way is closed or was refused."""
    for one in occasions(channel):
        if way(one) == "none":
            assert not one.address or "email" in one.refused
            assert not (one.approved and not one.by_person and channel in {"messenger", "whatsapp"}) or (
                "template" in one.refused
            )


@pytest.mark.parametrize(
    ("channel", "age", "by_person", "approved", "address", "how"),
    [
        ("messenger", 0, False, True, True, "free"),
        ("messenger", WINDOW_MS, False, True, True, "template"),
        ("messenger", WINDOW_MS, False, False, True, "email"),
        ("messenger", WINDOW_MS, False, False, False, "none"),
        ("messenger", WINDOW_MS, True, True, True, "human_agent"),
        ("messenger", PERSON_MS, True, True, True, "email"),
        ("instagram", WINDOW_MS, False, True, True, "email"),
        ("instagram", WINDOW_MS, True, False, False, "human_agent"),
        ("whatsapp", WINDOW_MS, False, True, True, "template"),
        ("whatsapp", WINDOW_MS, True, True, True, "email"),
        ("whatsapp", WINDOW_MS, True, True, False, "none"),
        ("webchat", 2 * PERSON_MS, False, False, False, "free"),
    ],
)
def test_the_best_way_that_is_left_is_taken(
    channel: str, age: int, how: str, *, by_person: bool, approved: bool, address: bool
) -> None:
    """In the thread before by mail, and a person's words in the person's name."""
    one = Occasion(
        channel=channel,
        now_ms=HEARD + age,
        last_heard=HEARD,
        by_person=by_person,
        approved=approved,
        address=address,
    )
    assert way(one) == how


def test_whoever_was_never_heard_is_not_written_to() -> None:
    """A thread without a sign of life has no window, in which century ever."""
    assert way(Occasion(channel="messenger", now_ms=5, last_heard=0, by_person=True)) == "none"


@pytest.mark.parametrize(
    ("how", "channel", "end"),
    [
        ("free", "messenger", HEARD + WINDOW_MS - SLACK_MS),
        ("human_agent", "instagram", HEARD + PERSON_MS - SLACK_MS),
        ("email", "whatsapp", 0),
        ("template", "whatsapp", 0),
        ("free", "webchat", 0),
    ],
)
def test_a_way_is_told_with_its_end(how: How, channel: str, end: int) -> None:
    """An agent reads until when; what never ends has no end."""
    assert ends(how, channel=channel, last_heard=HEARD) == end
