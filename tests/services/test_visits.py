"""Visits begin under names that nobody can guess, go on with a token's generation, and end when forgotten."""

from bot.domain.embedding.visits import LIFE_MS
from bot.sandbox.cards import by_name
from bot.services import visits
from tests.builders.cards import METHOD, save_card
from tests.builders.house import House, house
from tests.fakes.gateway import FakeGateway


def test_a_visit_goes_on_with_its_token_and_turns() -> None:
    """Each use keeps the token that is current from then on."""
    home: House = house()
    begun = visits.begin(home.runtime, "main")
    assert len(begun.visitor) == 26
    assert visits.resume(home.runtime, "main", begun.visitor, 1) is not None
    home.clock.move(seconds=61)
    turned = visits.resume(home.runtime, "main", begun.visitor, 1)
    assert turned is not None
    assert turned.generation == 2
    kept = visits.resume(home.runtime, "main", begun.visitor, 2)
    assert kept is not None
    assert kept.generation == 2


def test_a_token_is_good_on_its_own_site_alone() -> None:
    """What one host page keeps is worth nothing on another's."""
    home = house()
    begun = visits.begin(home.runtime, "main")
    assert visits.resume(home.runtime, "other", begun.visitor, 1) is None
    assert visits.resume(home.runtime, "main", "somebody", 1) is None


def test_two_visits_have_two_names() -> None:
    """Nobody reads another's talk."""
    home = house()
    assert visits.begin(home.runtime, "main").visitor != visits.begin(home.runtime, "main").visitor


def test_forgotten_and_ended_visits_are_gone() -> None:
    """One is forgotten when asked to, the other after a month."""
    home = house()
    first, second = visits.begin(home.runtime, "main"), visits.begin(home.runtime, "main")
    visits.forget(home.runtime, first.visitor)
    assert visits.resume(home.runtime, "main", first.visitor, 1) is None
    assert visits.forget_expired(home.runtime) == 0
    home.clock.move(milliseconds=LIFE_MS)
    assert visits.forget_expired(home.runtime) == 1
    assert visits.resume(home.runtime, "main", second.visitor, 1) is None


def test_a_visit_that_simply_ends_leaves_no_card_that_pays() -> None:
    """Nobody can come back to remove it: what "Forget this chat" does is done a month after the last use."""
    home = house()
    begun, other = visits.begin(home.runtime, "main"), "messenger:page:ada"
    thread = visits.thread_of(home.runtime, begun.visitor)
    save_card(home.records, FakeGateway(home.clock), by_name("visa").number, thread=thread)
    home.clock.move(milliseconds=LIFE_MS - 1)
    assert visits.forget_expired(home.runtime) == 0
    assert home.records.wallet.methods[METHOD].state == "active"
    home.clock.move(milliseconds=1)
    assert visits.forget_expired(home.runtime) == 1
    assert home.records.wallet.methods[METHOD].state == "removed"
    assert home.jobs.rung[-1].startswith("step|")
    assert (home.records.wallet.has_left(thread), home.records.wallet.has_left(other)) == (True, False)


def test_what_was_seen_is_not_counted_again() -> None:
    """A talk in which nobody said anything has nothing unread."""
    home = house()
    begun = visits.begin(home.runtime, "main")
    visits.see(home.runtime, begun.visitor, 5)
    assert visits.unread(home.runtime, "webchat:TF:somebody", begun.visitor) == 0
