"""The panel and the pages of its acts, without a script: what stands there, who may do what, and what became of it."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.order_events import PayLinkSent, ReceiptSent
from bot.domain.flow.drafting import Draft
from bot.domain.money import Money
from bot.domain.payment.dispute import Dispute
from bot.domain.payment.refunds import Refund
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Role
from bot.services import turns
from bot.services.thread_refs import ref_of
from bot.web.app import create_app
from tests.builders.checkouts import HELD, feed, new_checkout, paid_checkout
from tests.builders.world import NOW, NOW_MS
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.staff_door import asked_by

THREAD = "webchat:TF:marie"
PAGE = f"/desk/t/{ref_of(bench().runtime, THREAD)}"
ORDER = f"{PAGE}/orders/chk_1"
FORM = {"reason": "She asked", "key": "abc"}


@pytest.fixture(name="stage")
def _stage(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A thread in which nothing was bought yet; what SQL owes is looked at in the archive."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    made = bench()
    turns.take(made.runtime, THREAD, TextReceived("m1", NOW_MS, "Paris to New York on 4 December"))
    return made


@pytest.fixture(name="app")
def _app(stage: Bench) -> Flask:
    found = create_app(stage.runtime)
    found.test_client_class = Browser
    return found


@pytest.fixture(name="ana")
def _ana(monkeypatch: pytest.MonkeyPatch, app: Flask) -> FlaskClient:
    return somebody(monkeypatch, app, "agent")


def somebody(monkeypatch: pytest.MonkeyPatch, app: Flask, *roles: Role) -> FlaskClient:
    """The browser of somebody of these roles."""
    who = Person("agt_ana", "Ana", roles=roles)
    asked_by(monkeypatch, lambda: who)
    return app.test_client()


def held(stage: Bench) -> None:
    """Seats are held and a link to pay is open."""
    stage.archive.money.add(feed(new_checkout(thread=THREAD), HELD).checkout)


def paid(stage: Bench, **fields: Any) -> None:
    """A booking is paid."""
    stage.archive.money.add(msgspec.structs.replace(paid_checkout(thread=THREAD), **fields))


def panel(client: FlaskClient) -> str:
    """The panel beside the thread."""
    return client.get(PAGE).text.split('<aside id="side"')[1].split("</aside>")[0]


def told(stage: Bench, kind: type) -> list[Any]:
    """What the thread is owed of a kind."""
    return [one.event for one in stage.archive.owed if isinstance(one.event, kind)]


def test_before_anything_is_bought_the_panel_tells_the_wish_and_the_step(ana: FlaskClient) -> None:
    """An agent sees where somebody wants to go and what they are being asked."""
    shown = panel(ana)
    for words in ("Paris → New York", "Fri 4 Dec", "Choosing the day of return, step 4 of 13, revision 1", "Webchat"):
        assert words.lower() in shown.replace("Web chat", "Webchat").lower(), words
    assert "Neither a phone number nor an e-mail address is known." in shown


def test_held_seats_show_price_link_and_how_long(stage: Bench, ana: FlaskClient) -> None:
    """Route, days, who travels, fare brand, price with its currency, the hold's end, the link's state."""
    held(stage)
    shown = panel(ana)
    for words in ("Seats held, not paid", "Light, economy", "€1,007.00 EUR", "Held until", "Link open, not used yet"):
        assert words in shown, words
    assert shown.count('class="left"') == 2
    assert "Send a new pay link" in shown
    assert "There are no tickets yet." in shown
    assert "Give the seats back" in shown


def test_a_paid_booking_shows_tickets_money_refunds_and_disputes(stage: Bench, ana: FlaskClient) -> None:
    """Record locator, ticket numbers, what paid with its last four digits, and whatever became of the money."""
    refund = Refund("chk_1:refund:1", "chk_1_pay_1", Money(500, "EUR"), "goodwill", "Ana", NOW, state="failed")
    dispute = Dispute("dp_1", "chk_1_pay_1", Money(700, "EUR"), "fraudulent", NOW)
    paid(stage, refunds=(refund,), disputes=(dispute,), staff=("refund",))
    shown = panel(ana)
    for words in (
        "ABC234",
        "Ticketed",
        "9992400000001",
        "Visa •4242: Paid",
        "Reserve 1: approved",
        "€5.00 to Visa •4242: failed (goodwill, by Ana)",
        "Dispute of €7.00: open",
        "Needs a person: refund",
        "Try the refund again",
        "It is paid.",
    ):
        assert words in shown, words
    assert "4242424242424242" not in shown


def test_an_act_has_a_page_that_says_what_it_will_do_and_changes_nothing(stage: Bench, ana: FlaskClient) -> None:
    """Reading, prefetching or going back is no act."""
    held(stage)
    before = stage.archive.money.checkout("chk_1")
    page = ana.get(f"{ORDER}/link").text
    assert "The earlier link is good for nothing any more" in page
    assert "Do nothing" in page
    assert stage.archive.money.checkout("chk_1") == before
    assert stage.archive.audit.acts == []


@pytest.mark.parametrize(("act", "why"), [("link", "new"), ("again", "again")])
def test_a_link_is_sent_by_a_form_and_leads_back_to_the_thread(
    stage: Bench, ana: FlaskClient, act: str, why: str
) -> None:
    """Once, however often the form is sent; who and why are in the audit."""
    held(stage)
    for _ in range(2):
        done = ana.post(f"{ORDER}/{act}", data=FORM)
        assert (done.status_code, done.headers["Location"]) == (303, PAGE)
    assert [event.why for event in told(stage, PayLinkSent)] == [why]
    assert [(one.who, one.reason) for one in stage.archive.audit.acts] == [("agt_ana", "She asked")]


def test_the_hold_is_made_longer_and_given_back_by_forms(stage: Bench, ana: FlaskClient) -> None:
    """Each asks a worker; the web process asks nobody outside."""
    held(stage)
    assert ana.post(f"{ORDER}/longer", data=FORM).status_code == 303
    assert ana.post(f"{ORDER}/release", data=FORM).status_code == 303
    checkout = stage.archive.money.checkout("chk_1")
    assert checkout is not None
    assert (checkout.longer, checkout.state) == ("asked", "unwinding")
    assert [one.what for one in stage.archive.audit.acts] == ["hold.extend", "hold.release"]
    late = ana.post(f"{ORDER}/link", data={**FORM, "key": "other"})
    assert late.status_code == 409
    assert "The seats were given back." in late.text
    assert "Send a new pay link</button>" not in late.text


def test_what_was_typed_stays_in_a_form_that_was_refused(stage: Bench, ana: FlaskClient) -> None:
    """Nobody types an amount twice because a word was missing."""
    paid(stage)
    refused = ana.post(f"{ORDER}/refund", data={"amount": "12,50", "kind": "delay", "key": "abc", "reason": " "})
    assert refused.status_code == 400
    assert 'value="12,50"' in refused.text
    assert '<option value="delay" selected>' in refused.text
    assert "Say why" in refused.text


@pytest.mark.parametrize(
    ("amount", "kind", "status"),
    [("20.00", "goodwill", 303), ("20", "x", 400), ("abc", "delay", 400), ("0", "delay", 400)],
)
def test_money_goes_back_by_a_form(stage: Bench, ana: FlaskClient, amount: str, kind: str, status: int) -> None:
    """An amount in the booking's currency and a word for why; anything else is told and moves nothing."""
    paid(stage)
    answer = ana.post(f"{ORDER}/refund", data={**FORM, "amount": amount, "kind": kind})
    assert answer.status_code == status
    checkout = stage.archive.money.checkout("chk_1")
    assert checkout is not None
    assert [one.amount.minor for one in checkout.refunds] == ([2000] if status == 303 else [])


def test_much_money_is_not_given_back_by_one_person(stage: Bench, ana: FlaskClient) -> None:
    """Above the limit the form says that a second person is needed."""
    paid(stage)
    answer = ana.post(f"{ORDER}/refund", data={**FORM, "amount": "500.00", "kind": "mistake"})
    assert answer.status_code == 200
    assert "second person" in answer.text
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.refunds == ()


def test_cancelling_shows_the_quote_first_and_takes_a_yes_to_it(stage: Bench, ana: FlaskClient) -> None:
    """The button names the sum; a yes to what holds no longer shows the new amounts."""
    people = (Passenger("adult", "Marie", "Durand", NOW.date().replace(year=1987)),) * 2
    base = paid_checkout(thread=THREAD)
    paid(stage, order=msgspec.structs.replace(base.order, passengers=people))
    page = ana.get(f"{ORDER}/cancel").text
    assert "Marie Durand" in page
    assert "Cancel it for €" in page
    hidden = dict(part.split('" value="')[:2] for part in page.split('type="hidden" name="')[1:])
    form = {name: value.split('"')[0] for name, value in hidden.items()} | {"reason": "She is ill"}
    stage.clock.moment += timedelta(minutes=11)
    again = ana.post(f"{ORDER}/cancel", data=form)
    assert again.status_code == 409
    assert "The amounts are others by now" in again.text
    stage.clock.moment -= timedelta(minutes=11)
    assert ana.post(f"{ORDER}/cancel", data=form).status_code == 303
    checkout = stage.archive.money.checkout("chk_1")
    assert checkout is not None
    assert checkout.state == "returning"
    assert "being cancelled already" in ana.get(f"{ORDER}/cancel").text


def test_a_receipt_a_step_and_a_failed_refund_are_sent_again(stage: Bench, ana: FlaskClient) -> None:
    """Each by its own form."""
    refund = Refund("chk_1:refund:1", "chk_1_pay_1", Money(500, "EUR"), "goodwill", "Ana", NOW, state="failed")
    paid(stage, refunds=(refund,))
    assert ana.post(f"{ORDER}/receipt", data=FORM).status_code == 303
    assert len(told(stage, ReceiptSent)) == 1
    assert 'value="chk_1:refund:1"' in ana.get(f"{ORDER}/retry?refund=chk_1%3Arefund%3A1").text
    assert ana.post(f"{ORDER}/retry", data={**FORM, "refund": refund.id}).status_code == 303
    assert ana.post(f"{ORDER}/retry", data={**FORM, "refund": "none", "key": "b"}).status_code == 409
    assert "asks its present question" in ana.get(f"{PAGE}/step").text
    assert ana.post(f"{PAGE}/step", data=FORM).status_code == 303
    assert ana.post(f"{PAGE}/step", data={}).status_code == 400
    assert [one.what for one in stage.archive.audit.acts] == ["receipt.send", "refund.retry", "step.repeat"]


@pytest.mark.parametrize("act", ["link", "again", "longer", "release", "cancel", "refund", "retry", "receipt"])
def test_who_may_not_act_finds_no_button_and_no_way(
    monkeypatch: pytest.MonkeyPatch, app: Flask, stage: Bench, act: str
) -> None:
    """A viewer reads the purchase; nothing can be done with it by them, nor by a post from elsewhere."""
    paid(stage)
    viewer = somebody(monkeypatch, app, "viewer")
    assert "/orders/" not in panel(viewer)
    assert viewer.get(f"{ORDER}/{act}").status_code == 403
    assert viewer.post(f"{ORDER}/{act}", data=FORM).status_code == 403
    agent = somebody(monkeypatch, app, "agent")
    assert agent.post(f"{ORDER}/{act}", data=FORM, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert stage.archive.audit.acts == []


def test_a_purchase_of_another_thread_is_not_reached_through_this_one(stage: Bench, ana: FlaskClient) -> None:
    """Whoever changes an id in the address reads that there is no such purchase."""
    stage.archive.money.add(paid_checkout("chk_2", thread="webchat:TF:eve"))
    for act in ("receipt", "refund", "cancel"):
        assert "no such" in ana.get(f"{PAGE}/orders/chk_2/{act}").text
        assert ana.post(f"{PAGE}/orders/chk_2/{act}", data={**FORM, "amount": "1", "kind": "delay"}).status_code in {
            400,
            409,
        }
    assert stage.archive.audit.acts == []


def test_who_edits_flows_lets_the_thread_try_a_draft_from_here(
    monkeypatch: pytest.MonkeyPatch, stage: Bench, app: Flask, ana: FlaskClient
) -> None:
    """By a link that carries the thread's reference; others see none."""
    stage.archive.flow_drafts.begin(Draft(flow="book", document={}))
    assert "Try the draft" not in ana.get(PAGE).text
    page = somebody(monkeypatch, app, "agent", "flow_editor").get(PAGE).text
    assert f'href="/staff/flows/book/testers?thread={ref_of(stage.runtime, THREAD)}"' in page


def test_who_edits_flows_replays_the_thread_in_the_simulator_from_here(
    monkeypatch: pytest.MonkeyPatch, stage: Bench, app: Flask, ana: FlaskClient
) -> None:
    """By a form that carries the thread's reference, on the draft of the flow in which it stands; others see none."""
    assert "Replay in the simulator" not in ana.get(PAGE).text
    page = somebody(monkeypatch, app, "agent", "flow_editor").get(PAGE).text
    form = page.partition('action="/staff/flows/book/replay">')[2].partition("</form>")[0]
    assert f'name="thread" value="{ref_of(stage.runtime, THREAD)}"' in form
    assert "Replay in the simulator" in form
