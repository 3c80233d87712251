"""What became of a message, as WhatsApp tells it: the same end in whatever order, skipped, twice or late."""

from itertools import permutations
from typing import Any

import msgspec
import pytest

from bot.services import accounts
from tests.journeys.test_exactly_once import Street
from tests.workers.test_courier import Time, passing

__all__ = ["passing"]  # a fixture
PRICE = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
ENDS = {
    ("sent", "delivered", "read"): "read",
    ("sent", "read"): "read",
    ("delivered", "read"): "read",
    ("sent", "failed"): "undelivered",
    ("sent", "failed", "delivered"): "delivered",
    ("delivered", "failed", "read", "read"): "read",
    ("failed",): "undelivered",
}
CASES = [(order, end) for told, end in ENDS.items() for order in sorted(set(permutations(told)))]


@pytest.fixture
def street(passing: Time) -> Street:
    """A street on which the bot has answered and nothing was told of it yet."""
    street = Street("whatsapp", passing)
    street.product.says(street.user, "hello")
    street.deliver()
    street.send()
    street.archive()
    street.product.take_waiting()
    return street


def tell(street: Street, state: str, **more: Any) -> None:
    """The platform tells what became of the newest message."""
    sent = street.product.sent[-1]
    contact = street.product.contact(street.product.person(street.user))
    to = {"recipient_id": contact["wa_id"], "recipient_user_id": contact["user_id"]}
    told = {"id": sent.mid, "status": state, "timestamp": street.product.seconds(), **to}
    mark = {"biz_opaque_callback_data": sent.request["biz_opaque_callback_data"]}
    street.product.change({"statuses": [{**told, **mark, **more}]})
    street.deliver()
    street.archive()


def newest(street: Street) -> Any:
    """The newest message as the desk reads it."""
    return [line for line in street.home.talk.lines(street.thread) if line.fate][-1]


@pytest.mark.parametrize(("order", "end"), CASES)
def test_statuses_end_alike_in_whatever_order_they_come(street: Street, order: tuple[str, ...], end: str) -> None:
    """An agent never sees a message go from read back to sent."""
    for state in order:
        tell(street, state, **({"errors": [{"code": 131000}]} if state == "failed" else {}))
    assert newest(street).fate == end


def test_a_failure_that_comes_late_says_why_and_silences_the_thread(street: Street) -> None:
    """Whoever blocked us after the message was taken is left alone, and the desk says so."""
    tell(street, "sent")
    tell(street, "failed", errors=[{"code": 131026, "title": "Message undeliverable"}])
    assert (newest(street).fate, newest(street).reason) == ("undelivered", "unavailable")
    assert street.home.memory.talks[street.thread].muted == "unavailable"
    street.moved += 2000
    street.product.says(street.user, "I am here again")
    street.deliver()
    assert street.home.memory.talks[street.thread].muted == ""


def test_a_locked_account_is_told_to_staff_even_when_its_sends_are_taken(street: Street) -> None:
    """The platform says yes first and no later; staff learn it all the same."""
    tell(street, "failed", errors=[{"code": 131031}])
    assert [one.reason for one in accounts.troubles(street.home.runtime)] == ["restricted"]


def test_what_is_billed_is_counted_once_a_message(street: Street) -> None:
    """Price comes with sent and with one of the later ones: the chattiness of the bot is a line of the bill."""
    tell(street, "sent", pricing=PRICE)
    tell(street, "delivered", pricing=PRICE)
    tell(street, "read")
    assert street.home.meter.counts["whatsapp_messages", "service", "regular"] == 1
    tell(street, "delivered", pricing={"category": "4242 4242", "type": "regular"})
    assert sum(count for key, count in street.home.meter.counts.items() if key[0] == "whatsapp_messages") == 1


def test_a_reaction_to_a_message_of_ours_can_be_traced_to_it(street: Street) -> None:
    """Every message is kept with the platform's id of it."""
    known = street.home.talk.known_as(street.thread, street.product.sent[-1].mid)
    assert known is not None
    assert known.message == newest(street).message
    assert "text" in msgspec.json.decode(known.body)
    assert street.home.talk.known_as(street.thread, "wamid.of.nobody") is None
