"""The pay page's side: what a link shows to whom, and which card is taken."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError, UnavailableError
from bot.ports.vault import Sealed
from bot.sandbox.cards import by_name
from bot.services import activity, checkouts, devices, turns, wallet
from bot.services.checkouts import LinkView
from bot.services.pay_tokens import hashed, pay_token, pay_url
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import BROWSER, Plan, Town

SEALED = Sealed("card", "code")


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)


@pytest.fixture
def town() -> Town:
    """A town in which a checkout has begun, and nobody has paid yet."""
    made = Town(Plan(()), Fuse())
    made.begin()
    return made


def token(town: Town) -> str:
    """The token of the town's checkout."""
    assert town.checkout is not None
    return pay_token(town.web, town.checkout.id)


def seen(town: Town, browser: str = BROWSER) -> LinkView:
    """What a browser sees."""
    view = checkouts.link_state(town.web, token(town), browser)
    assert view is not None
    return view


def pay(town: Town, card: str) -> None:
    """Send a card and let the workers do what is due."""
    town.pay(seen(town), by_name(card).number)
    while town.sweep():
        pass


def test_a_fresh_link_shows_what_is_to_be_paid(town: Town) -> None:
    """The traveller sees the flights, the price and how long the link is good."""
    view = seen(town)
    assert town.checkout is not None
    assert (view.state, view.total, view.offer, view.attempts) == ("open", town.offer.total, town.offer, 0)
    assert view.until == int((town.clock.moment + timedelta(minutes=15)).timestamp())
    assert (view.checkout, view.thread, view.language, view.locator) == (
        town.checkout.id,
        "messenger:page:ada",
        "en",
        "",
    )


def test_a_link_that_nobody_used_is_forgotten(town: Town) -> None:
    """Whoever scrolls back in somebody's chat next year does not read where she wanted to fly."""
    town.clock.moment += timedelta(minutes=31)
    assert checkouts.link_state(town.web, token(town), "") is None
    assert checkouts.link_state(town.web, token(town), BROWSER) is None


def test_who_paid_finds_her_page_again(town: Town) -> None:
    """The page of a link that was used stays that browser's."""
    pay(town, "visa")
    town.clock.moment += timedelta(hours=5)
    assert (seen(town).state, seen(town, "another").state) == ("paid", "elsewhere")


def test_looking_changes_nothing(town: Town) -> None:
    """A link that a chat program opens for a preview is still good for the traveller."""
    before = msgspec.json.encode(town.checkout)
    for browser in ("", "a preview", BROWSER):
        assert seen(town, browser).state == "open"
    assert msgspec.json.encode(town.checkout) == before


@pytest.mark.parametrize("bad", ["", "x", "a" * 32])
def test_a_made_up_token_shows_nothing(town: Town, bad: str) -> None:
    """Nobody finds a checkout by guessing."""
    assert checkouts.link_state(town.web, bad, BROWSER) is None
    with pytest.raises(InvalidError):
        checkouts.submit(town.web, bad, BROWSER, SEALED)


def test_a_token_can_be_made_again_and_is_not_stored(town: Town) -> None:
    """Who reads the database cannot pay pages with it; we can write the same link again."""
    assert token(town) == token(town)
    assert len(token(town)) == 32
    assert token(town) not in repr(vars(town.records.money))
    assert hashed(token(town)) in town.records.money.links
    assert town.checkout is not None
    assert pay_url(town.web, town.checkout) == f"https://pay.example/pay/{token(town)}"


def test_a_card_is_taken_and_the_page_waits(town: Town) -> None:
    """The page says that we are working until the bank has answered, then that it is paid."""
    town.pay(seen(town), by_name("visa").number)
    assert (seen(town).state, seen(town).attempts) == ("working", 1)
    while town.sweep():
        pass
    assert (seen(town).state, seen(town).locator) == ("paid", "AAAAAA")


def test_a_second_browser_is_refused(town: Town) -> None:
    """A forwarded link shows nothing and takes no card once the traveller has begun to pay."""
    pay(town, "generic_decline")
    assert seen(town, "somebody else").state == "elsewhere"
    with pytest.raises(ConflictError) as refused:
        checkouts.submit(town.web, token(town), "somebody else", SEALED)
    assert not refused.value.retryable
    assert seen(town).state == "declined"


def test_a_double_click_is_one_payment(town: Town) -> None:
    """However often a card is sent, the bank is asked once."""
    pay(town, "visa")
    again = checkouts.submit(town.web, token(town), BROWSER, SEALED)
    assert (again.state, again.attempts) == ("paid", 1)
    assert [name for name, _ in town.gateway.calls].count("authorize") == 1


@pytest.mark.parametrize(
    ("card", "reason"),
    [("insufficient_funds", "insufficient_funds"), ("stolen_card", ""), ("incorrect_cvc", "incorrect_cvc")],
)
def test_a_decline_shows_the_form_again_with_what_helps(town: Town, card: str, reason: str) -> None:
    """The traveller learns what to correct; a thief learns nothing."""
    pay(town, card)
    assert (seen(town).state, seen(town).reason, seen(town).attempts) == ("declined", reason, 1)


def test_a_card_that_was_lost_is_asked_for_again(town: Town) -> None:
    """The page says that the card could not be read, and shows the form."""
    checkouts.submit(town.web, token(town), BROWSER, SEALED)
    while town.sweep():
        pass
    assert (seen(town).state, seen(town).reason) == ("open", "unreadable")


def test_a_challenge_leads_to_the_bank(town: Town) -> None:
    """The page knows where the bank wants to see the traveller."""
    pay(town, "secure")
    assert seen(town).state == "challenge"
    assert seen(town).action_url.startswith("https://bank.example/challenge/")


def test_a_challenge_shows_until_when_the_bank_waits(town: Town) -> None:
    """The page says how long there is to confirm, and that another card may be taken meanwhile."""
    pay(town, "secure")
    assert town.checkout is not None
    assert town.checkout.action_until is not None
    assert (seen(town).until, seen(town).may_switch) == (int(town.checkout.action_until.timestamp()), True)


def test_another_card_is_taken_when_the_bank_has_let_go(town: Town) -> None:
    """The traveller leaves her bank's question, the gateway closes it, and the next card pays."""
    pay(town, "secure")
    assert checkouts.another_card(town.web, token(town), BROWSER).state == "switching"
    while town.sweep():
        pass
    assert (seen(town).state, seen(town).reason, seen(town).attempts) == ("open", "", 1)
    pay(town, "visa")
    assert seen(town).state == "paid"
    assert [view["state"] for view in town.gateway.records().payments] == ["voided", "captured"]


@pytest.mark.parametrize("card", ["visa", "insufficient_funds"])
def test_where_no_bank_asks_there_is_nothing_to_leave(town: Town, card: str) -> None:
    """A stale button changes nothing: not what is paid, not what was declined."""
    pay(town, card)
    before = seen(town)
    assert checkouts.another_card(town.web, token(town), BROWSER) == before


def test_a_stranger_cannot_leave_a_challenge_for_the_traveller(town: Town) -> None:
    """A forwarded link decides nothing; nor does one that nobody has used yet become anybody's by it."""
    checkouts.another_card(town.web, token(town), "a preview")
    pay(town, "secure")
    with pytest.raises(ConflictError):
        checkouts.another_card(town.web, token(town), "somebody else")
    with pytest.raises(InvalidError):
        checkouts.another_card(town.web, "a" * 32, BROWSER)
    assert seen(town).state == "challenge"


@pytest.mark.parametrize("swept", [False, True])
def test_a_link_ends_on_time(town: Town, swept: bool) -> None:  # noqa: FBT001  a parameter of the case
    """Fifteen minutes after it was sent the link takes no card, whether or not a sweep came by."""
    town.clock.moment += timedelta(minutes=15)
    while swept and town.sweep():
        pass
    assert seen(town).state == "expired"
    with pytest.raises(InvalidError):
        checkouts.submit(town.web, token(town), BROWSER, SEALED)


def test_a_checkout_that_was_given_up_has_ended(town: Town) -> None:
    """The page of a cancelled checkout sends the traveller back to the chat."""
    town.plan = Plan((), cancel_after="collecting")
    town._travel()
    assert seen(town).state == "ended"


def test_a_store_that_is_away_takes_no_card(town: Town) -> None:
    """The traveller is asked to try again, and nothing has begun."""
    town.sealed.away = True
    with pytest.raises(UnavailableError):
        checkouts.submit(town.web, token(town), BROWSER, SEALED)
    assert seen(town).state == "open"


def test_a_card_that_loses_a_race_is_not_taken(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tabs that send at the same instant make one payment: the second sees that we are working."""
    put = town.sealed.put

    def while_another_tab_sends(key: str, sealed: Sealed) -> None:
        monkeypatch.setattr(town.sealed, "put", put)
        checkouts.submit(town.web, token(town), BROWSER, sealed)
        put(key, sealed)

    monkeypatch.setattr(town.sealed, "put", while_another_tab_sends)
    view: Any = checkouts.submit(town.web, token(town), BROWSER, SEALED)
    assert (view.state, view.attempts) == ("working", 1)


def test_a_browser_that_nobody_knows_is_told_of_when_it_pays(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets hold of a pay link and uses it elsewhere does not do so unseen; the first browser of all is no news."""
    told: list[str] = []
    monkeypatch.setattr(activity, "note", lambda _, __, one: told.append(one.kind))
    checkout = town.checkout
    assert checkout is not None
    with town.web.records.begin() as work:
        wallet.enrolled(town.web, work, checkout.thread, town.clock.now())
        devices.meet(work, checkout.thread, hashed("a laptop"), now=town.clock.now())
    assert told == []
    checkouts.submit(town.web, token(town), BROWSER, SEALED)
    checkouts.submit(town.web, token(town), BROWSER, SEALED)
    assert told == ["new_device"]
