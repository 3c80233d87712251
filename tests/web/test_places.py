"""Who may hold a stream open: a few each, and never all of them by whoever comes first."""

from contextlib import ExitStack

from bot.web.places import MOST_OF_A_PERSON, MOST_OF_A_VISITOR, Holder, Places

ANN, ANA = Holder("webchat:TF:ann"), Holder("per_ana", staff=True)


def held(stack: ExitStack, places: Places, *holders: Holder) -> int:
    """How many of these who come one after the other find a place."""
    return sum(stack.enter_context(places.hold(holder)) for holder in holders)


def strangers(count: int) -> list[Holder]:
    """Visitors, each with one page."""
    return [Holder(f"webchat:TF:v{number}") for number in range(count)]


def test_one_visitor_has_a_few_and_takes_nobody_elses() -> None:
    """Thirty open streams of one cookie are four; agents and other travellers do not notice."""
    places = Places(32)
    with ExitStack() as stack:
        assert held(stack, places, *[ANN] * 30) == MOST_OF_A_VISITOR
        assert held(stack, places, ANA, *strangers(5)) == 6


def test_a_crowd_of_visitors_leaves_a_share_to_staff() -> None:
    """However many travellers are in the chat, who is to answer them sees what they write at once."""
    places = Places(32)
    with ExitStack() as stack:
        assert held(stack, places, *strangers(100)) == 24
        assert held(stack, places, *(Holder(f"per_{number}", staff=True) for number in range(20))) == 8


def test_who_holds_one_already_leaves_the_last_places_to_who_holds_none() -> None:
    """A person with many tabs does not push a colleague out, nor a visitor another."""
    places = Places(16)
    with ExitStack() as stack:
        assert held(stack, places, *[ANA] * 30) == 14
        assert held(stack, places, Holder("per_bo", staff=True), Holder("per_cy", staff=True)) == 2
    with ExitStack() as stack:
        assert held(stack, Places(8), *[ANN] * 30) == MOST_OF_A_VISITOR
    with ExitStack() as stack:
        assert held(stack, Places(64), *[ANA] * 30) == MOST_OF_A_PERSON


def test_a_page_that_closes_makes_room() -> None:
    """Nothing is kept of who holds none any more."""
    places = Places(1)
    for holder in (ANN, ANA):
        with places.hold(holder) as first, places.hold(Holder("else")) as second:
            assert (first, second) == (True, False)
    assert not places._held


def test_a_process_without_places_still_answers() -> None:
    """Pages ask it now and then."""
    with Places(0).hold(ANA) as granted:
        assert not granted
