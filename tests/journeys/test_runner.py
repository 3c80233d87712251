"""The judge of journeys sees what is wrong: money, tickets, seats, books and words."""

from collections.abc import Callable

import msgspec
import pytest

from bot.domain.payment.posting import captured
from tests.journeys import talk_file
from tests.journeys.fake_stage import FakeStage
from tests.journeys.runner import check_facts, play
from tests.journeys.stage import Facts, Seats

_SHORT = "declined_then_pays"


def facts() -> Facts:
    """What a good journey leaves."""
    stage = FakeStage()
    play(talk_file.read(_SHORT), stage)
    return stage.facts()


def _captured_twice(good: Facts) -> Facts:
    effects = [effect for effect in good.gateway.effects if effect["kind"] == "captured"]
    gateway = msgspec.structs.replace(good.gateway, effects=(*good.gateway.effects, *effects))
    return msgspec.structs.replace(good, gateway=gateway)


def _still_held(good: Facts) -> Facts:
    held = msgspec.structs.replace(good.gateway, payments=({"state": "authorized"},))
    return msgspec.structs.replace(good, gateway=held)


def _one_ticket_too_many(good: Facts) -> Facts:
    return msgspec.structs.replace(good, seats=msgspec.structs.replace(good.seats, tickets=("1", "2")))


def _seats_not_given_back(good: Facts) -> Facts:
    return msgspec.structs.replace(good, seats=Seats(good.seats.tickets, held=1, sold=good.seats.sold))


def _books_of_another(good: Facts) -> Facts:
    more = captured("pay_other", good.checkouts[0].order.offer.total)
    return msgspec.structs.replace(good, books=(*good.books, more))


def test_a_good_journey_passes() -> None:
    """One capture, one ticket, balanced books: nothing to say against it."""
    check_facts(facts(), charged=1, tickets=1)


@pytest.mark.parametrize(
    "spoil", [_captured_twice, _still_held, _one_ticket_too_many, _seats_not_given_back, _books_of_another]
)
def test_a_spoiled_journey_is_noticed(spoil: Callable[[Facts], Facts]) -> None:
    """No journey passes that charged twice, kept money or seats, or left the books askew."""
    with pytest.raises(AssertionError):
        check_facts(spoil(facts()), charged=1, tickets=1)


def test_a_word_that_is_not_said_is_noticed() -> None:
    """A talk fails at the very step at which the bot says something else."""
    talk = talk_file.read(_SHORT)
    first = msgspec.structs.replace(talk.steps[0], expected=talk.steps[0].expected[:-1])
    with pytest.raises(AssertionError, match="step 1"):
        play(msgspec.structs.replace(talk, steps=(first, *talk.steps[1:])), FakeStage())


def test_a_journey_that_should_cost_nothing_is_noticed_when_it_does() -> None:
    """What the file says about money is asked of the gateway's own records."""
    talk = msgspec.structs.replace(talk_file.read(_SHORT), charged=0)
    with pytest.raises(AssertionError):
        play(talk, FakeStage())
