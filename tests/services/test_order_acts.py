"""What staff do with a purchase: once a form, with a reason and a line in the audit, and never beside the saga."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.conversation.aftersale_events import RefundMoved
from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.events import CheckoutEnded, TextReceived
from bot.domain.conversation.order_events import PayLinkSent, ReceiptSent
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.money import Money
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed
from bot.services import checkouts, order_acts, turns
from bot.services.order_acts import Wish
from bot.services.pay_tokens import hashed, newest_token, pay_token
from tests.builders.desk_town import ANA, paid, unpaid, wish
from tests.builders.house import house

EUR = "EUR"
Act = Callable[[Runtime, Wish, str], None]


@pytest.fixture
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


pytestmark = pytest.mark.usefixtures("_no_talk")


def test_a_new_link_is_told_and_the_earlier_one_is_good_for_nothing_any_more() -> None:
    """The traveller pays by the link that an agent sent her; whoever found the old one cannot."""
    town = unpaid()
    old = pay_token(town.desk, town.checkout.id)
    order_acts.send_link(town.desk, wish(), town.checkout.id)
    [told] = town.told(PayLinkSent)
    new = told.url.rpartition("/")[2]
    assert new == newest_token(town.desk, town.checkout) != old
    assert hashed(new) in town.town.records.money.links
    assert checkouts.link_state(town.desk, old) is None
    with pytest.raises(InvalidError):
        checkouts.submit(town.desk, old, "her telephone", Sealed("card", "code"))
    view = checkouts.link_state(town.desk, new)
    assert view is not None
    assert (view.state, view.until) == ("open", told.until)


def test_every_act_stands_in_the_audit_with_who_and_why() -> None:
    """What was done to a traveller's purchase can be told later; open pages draw it anew."""
    town = unpaid()
    order_acts.send_link(town.desk, wish(), town.checkout.id)
    [act] = town.acts
    assert (act.who, act.what, act.subject) == ("agt_ana", "pay_link.new", town.checkout.id)
    assert act.reason == "She asked on the phone"
    assert [(note.kind, note.thread) for note in town.live.notes] == [("desk", town.checkout.thread)]


@pytest.mark.parametrize(
    "act", [order_acts.send_link, order_acts.send_link_again, order_acts.hold_longer, order_acts.release]
)
def test_a_form_that_is_sent_twice_does_it_once(act: Act) -> None:
    """A double click is one wish."""
    town = unpaid()
    act(town.desk, wish(), town.checkout.id)
    after, told = town.checkout, len(town.town.told)
    act(town.desk, wish(), town.checkout.id)
    assert (town.checkout, len(town.town.told), len(town.acts)) == (after, told, 1)


def test_seats_are_held_longer_by_the_supplier_and_then_told() -> None:
    """The web process asks nobody outside: a worker does, and the traveller hears what was given."""
    town = unpaid()
    town.town.clock.moment += timedelta(minutes=14)
    before = town.checkout.order.held_until
    order_acts.hold_longer(town.desk, wish(), town.checkout.id)
    assert town.checkout.order.held_until == before
    assert town.told(PayLinkSent) == []
    town.work()
    after = town.checkout.order.held_until
    assert before is not None
    assert after is not None
    assert after > before
    [told] = town.told(PayLinkSent)
    assert told.why == "longer"
    link = town.town.records.money.links[hashed(newest_token(town.desk, town.checkout))]
    assert link.expires.timestamp() > told.until


def test_seats_that_staff_give_back_are_on_sale_again() -> None:
    """The supplier has them, no money moved, and the traveller is told."""
    town = unpaid()
    order_acts.release(town.desk, wish(), town.checkout.id)
    town.work()
    [hold] = town.town.supplier.holds.values()
    assert hold.state == "cancelled"
    assert [event.reason for event in town.told(CheckoutEnded)] == ["cancelled"]
    assert town.town.gateway.records().count("captured") == 0


@pytest.mark.parametrize(
    "act", [order_acts.send_link, order_acts.send_link_again, order_acts.hold_longer, order_acts.release]
)
def test_what_makes_no_sense_any_more_is_refused_with_a_sentence(act: Act) -> None:
    """An agent who was slower than the traveller's payment reads so; nothing changes and nothing is noted."""
    town = paid()
    before = town.checkout
    with pytest.raises(ConflictError) as refused:
        act(town.desk, wish(), town.checkout.id)
    assert refused.value.say_to_staff == "It is paid."
    assert (town.checkout, town.acts) == (before, [])


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (wish(reason="  "), "Say why"),
        (wish(reason="x" * 201), "Say why"),
        (wish(key=""), "Reload the page"),
        (wish(key="1;drop"), "Reload the page"),
        (wish(thread="messenger:page:eve"), "no such purchase"),
    ],
)
def test_a_form_that_cannot_be_used_is_told_why(bad: Wish, sentence: str) -> None:
    """No act without a reason, none on a purchase of another thread."""
    town = unpaid()
    with pytest.raises(InvalidError) as refused:
        order_acts.send_link(town.desk, bad, town.checkout.id)
    assert sentence in refused.value.say_to_staff
    assert town.acts == []


def test_a_refund_up_to_the_limit_runs_at_once_and_once() -> None:
    """Money goes back, the traveller is told, and the audit knows the amount."""
    town = paid()
    for _ in range(2):
        assert order_acts.give_money_back(town.desk, wish(), town.checkout.id, Money(2000, EUR), kind="delay")
    town.work()
    assert town.town.gateway.records().moved("refunded") == 2000
    assert [event.state for event in town.told(RefundMoved)] == ["begun", "done"]
    [act] = town.acts
    assert (act.what, act.subject) == ("refund.request", town.checkout.id)
    assert "2000" in act.after
    assert "delay" in act.after
    assert (town.checkout.refunds[0].by, town.checkout.refunds[0].reason) == (ANA.id, "delay")


def test_above_the_limit_nobody_decides_alone() -> None:
    """One minor unit more than the limit moves nothing, and a second person is asked, once a form."""
    town = paid()
    much = Money(town.desk.refund_alone + 1, EUR)
    for _ in range(2):
        assert not order_acts.give_money_back(town.desk, wish(), town.checkout.id, much, kind="goodwill")
    assert town.checkout.refunds == ()
    [act] = town.acts
    assert (act.what, act.who) == ("approval.ask", ANA.id)


def test_a_failed_refund_is_tried_again_by_staff_once_a_form() -> None:
    """The button is one try; a refund that does not exist is told so."""
    town = paid("refund_declined")
    order_acts.give_money_back(town.desk, wish(), town.checkout.id, Money(2000, EUR), kind="goodwill")
    town.town.play()
    [failed] = town.checkout.refunds
    assert failed.state == "failed"
    for _ in range(2):
        order_acts.retry_refund(town.desk, wish("again"), town.checkout.id, failed.id)
    assert town.checkout.refunds[0].state == "due"
    assert [act.what for act in town.acts] == ["refund.request", "refund.retry"]
    with pytest.raises(ConflictError, match="no such refund"):
        order_acts.retry_refund(town.desk, wish("more"), town.checkout.id, "chk:refund:9")


def test_a_receipt_is_owed_to_the_thread_once_a_form() -> None:
    """The same receipt as on the day of purchase, to whoever booked."""
    town = paid()
    for _ in range(2):
        order_acts.send_receipt(town.desk, wish(), town.checkout.id)
    [told] = town.told(ReceiptSent)
    assert told.booked.locator == town.checkout.order.locator
    assert told.booked.tickets == town.checkout.order.tickets
    assert told.booked.method == "Visa •4242"
    assert [act.what for act in town.acts] == ["receipt.send"]
    with pytest.raises(ConflictError, match="no tickets"):
        order_acts.send_receipt(unpaid().desk, wish(), unpaid().checkout.id)


def test_the_audit_and_the_act_stand_or_fall_together() -> None:
    """When the database dies in between, neither is there."""
    town = unpaid()
    before = town.checkout

    def full(_: object) -> int:
        raise ConflictError("The disk is full.")

    town.town.records.audit.append = full  # type: ignore[method-assign]  # as a database that fails
    with pytest.raises(ConflictError):
        order_acts.send_link(town.desk, wish(), town.checkout.id)
    assert town.checkout == before
    assert town.told(PayLinkSent) == []


def test_the_bot_asks_again_where_it_has_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The traveller who scrolled away has the question before her again; once a form."""
    monkeypatch.undo()
    home = house()
    before = home.take(TextReceived("m1", 1, "Paris to New York on 4 December")).conversation
    for _ in range(2):
        order_acts.repeat_step(home.runtime, wish())
    talk = home.runtime.conversations.load(before.thread)
    assert talk is not None
    assert before.position is not None
    assert talk.position is not None
    assert (talk.version, talk.position.node) == (before.version + 1, before.position.node)
    assert [act.what for act in home.records.audit.acts] == ["step.repeat"]
    assert "ada" not in home.records.audit.acts[0].subject


def test_a_thread_that_staff_have_goes_back_to_the_bot_for_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nobody would take the answer; another agent's thread is left alone."""
    monkeypatch.undo()
    home = house()
    home.take(TextReceived("m1", 1, "Paris to New York on 4 December"))
    home.take(AgentTook("took", 2, ANA.id, ANA.name))
    with pytest.raises(ConflictError):
        order_acts.repeat_step(home.runtime, wish(who=Person("agt_eve", "Eve", roles=("agent",))))
    order_acts.repeat_step(home.runtime, wish())
    talk = home.runtime.conversations.load("messenger:page:ada")
    assert talk is not None
    assert talk.owner == "bot"
    with pytest.raises(InvalidError):
        order_acts.repeat_step(home.runtime, wish(thread="messenger:page:nobody"))
