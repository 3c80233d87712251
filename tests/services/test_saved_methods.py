"""Paying with a saved method and removing one, as effects of the thread: once, and only what is hers."""

from typing import Any

import pytest

from bot.domain.conversation.effects import PayWithSaved, RemoveMethod
from bot.domain.conversation.events import PaymentDeclined, ProfileChanged
from bot.domain.errors import ConflictError, IllegalError
from bot.sandbox.cards import by_name
from bot.services import checkouts, saved_methods
from tests.builders.cards import METHOD, TRAVELLER, save_card
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import EFFECT, THREAD, Plan, Town

GOOD = by_name("visa").number
EVE = "messenger:page:eve"


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


@pytest.fixture(name="town")
def _town() -> Town:
    """Seats are held, and a card was saved with an earlier booking."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, GOOD, thread=THREAD)
    town.begin()
    town.sweep()
    assert town.checkout is not None
    assert town.checkout.state == "collecting"
    return town


def pay(town: Town, effect: str = "tap#0", *, thread: str = THREAD, method: str = METHOD, runtime: Any = None) -> None:
    """A tap on the button that pays."""
    saved_methods.pay(runtime or town.runtime, effect, thread, PayWithSaved(EFFECT, method))


def test_a_worker_pays_at_once(town: Town) -> None:
    """From the tap to the tickets nobody has to wait for a sweep."""
    pay(town)
    assert town.checkout is not None
    assert town.checkout.state == "paid"
    assert town.gateway.records().count("captured") == 1


def test_a_web_process_leaves_it_to_a_worker(town: Town) -> None:
    """Whoever holds no gateway opens the attempt and rings; nothing is charged there."""
    pay(town, runtime=town.web)
    assert town.checkout is not None
    assert town.checkout.state == "authorizing"
    assert town.gateway.records().count("captured") == 0


def test_taps_that_come_twice_pay_once(town: Town) -> None:
    """Neither the same effect again nor a second tap takes money twice."""
    for effect in ("tap#0", "tap#0", "tap#1"):
        pay(town, effect, runtime=town.web)
    town.play()
    assert town.gateway.records().count("captured") == 1


def test_an_effect_cannot_be_made_to_mean_another(town: Town) -> None:
    """The same effect with another card is refused."""
    pay(town, runtime=town.web)
    with pytest.raises(IllegalError):
        pay(town, method="mth_other", runtime=town.web)


def test_a_checkout_of_another_thread_is_not_paid(town: Town) -> None:
    """Nobody's card pays for what was chosen in another chat."""
    with pytest.raises(ConflictError):
        pay(town, thread=EVE)


def test_a_card_of_another_traveller_does_not_pay(town: Town) -> None:
    """Who learned the id of a card cannot use it: the bank is not asked, and the sentence is the same as for none."""
    pay(town, method="mth_of_somebody")
    assert town.checkout is not None
    assert town.checkout.state == "collecting"
    told = town.told[-1]
    assert isinstance(told, PaymentDeclined)
    assert told.reason == "method_gone"
    assert told.url.startswith("https://pay.example/pay/")


def test_a_removed_card_does_not_pay(town: Town) -> None:
    """A tap on the button of a card that is gone leads to the link."""
    saved_methods.remove(town.runtime, "del#0", THREAD, RemoveMethod(METHOD))
    pay(town)
    told = town.told[-1]
    assert isinstance(told, PaymentDeclined)
    assert told.reason == "method_gone"
    assert not [one for one in town.gateway.records().payments if one["usage"] == "saved"]


def test_a_card_is_removed_once_here_and_at_the_gateway(town: Town) -> None:
    """The traveller is told once, however often the effect is performed."""
    for _ in range(3):
        saved_methods.remove(town.runtime, "del#0", THREAD, RemoveMethod(METHOD))
    news = [told for told in town.told if isinstance(told, ProfileChanged)]
    assert [(one.news, one.method, one.profile.methods) for one in news] == [("method_removed", "Visa •4242", ())]
    assert town.gateway.records().saved == ()
    assert [key for operation, key in town.gateway.calls if operation == "detach"] == ["tf:ins_saved:detach"]


def test_a_card_that_is_gone_already_is_told_to_be(town: Town) -> None:
    """Who taps twice hears the same twice, and the gateway is asked once."""
    for effect in ("del#0", "del#1"):
        saved_methods.remove(town.runtime, effect, THREAD, RemoveMethod(METHOD))
    assert sum(isinstance(told, ProfileChanged) for told in town.told) == 2
    assert sum(operation == "detach" for operation, _ in town.gateway.calls) == 1


@pytest.mark.parametrize(("thread", "method"), [(EVE, METHOD), (THREAD, "mth_never")])
def test_nobody_removes_a_card_of_somebody_else(town: Town, thread: str, method: str) -> None:
    """A forged removal removes nothing; whoever has a wallet hears that there is no such method in it."""
    saved_methods.remove(town.runtime, "del#0", thread, RemoveMethod(method))
    assert town.records.wallet.methods[METHOD].state == "active"
    assert [getattr(told, "news", "") for told in town.told[1:]] == (["method_gone"] if thread == THREAD else [])


def test_a_gateway_that_is_away_is_asked_to_forget_later(town: Town) -> None:
    """The card pays nothing from the first moment, and its token is wiped when the gateway has forgotten it."""
    town.gateway.down = True
    saved_methods.remove(town.runtime, "del#0", THREAD, RemoveMethod(METHOD))
    assert town.records.money.instruments["ins_saved"].token != ""
    town.gateway.down = False
    pay(town, runtime=town.web)
    assert town.checkout is not None
    assert town.checkout.state == "collecting"
    for step in town.records.money.due_steps(town.clock.now().replace(hour=11), most=9):
        town.clock.moment = town.clock.moment.replace(hour=11)
        checkouts.run_step(town.runtime, step)
    assert town.records.money.instruments["ins_saved"].token == ""
    assert town.gateway.records().saved == ()


def test_a_forgotten_thread_leaves_no_card_behind(town: Town) -> None:
    """Nobody can come back to remove it, so it pays nothing any more, here and at the gateway; once."""
    for _ in range(2):
        saved_methods.forget(town.runtime, THREAD)
    assert town.records.wallet.methods[METHOD].state == "removed"
    assert town.gateway.records().saved == ()
    assert [told.profile.methods for told in town.told if isinstance(told, ProfileChanged)] == [()]
    pay(town)
    assert town.gateway.records().count("captured") == 0


@pytest.mark.parametrize("known", [True, False])
def test_a_card_in_the_air_does_not_come_back_to_a_forgotten_thread(*, known: bool) -> None:
    """Tickets are issued as she paid for them; the card she ticked to save is kept neither here nor at the gateway."""
    town = Town(Plan(saves=True), Fuse())
    if known:
        save_card(town.records, town.gateway, by_name("mastercard").number, thread=THREAD)
    town.begin()
    town.sweep()
    town._travel()
    assert town.checkout is not None
    assert town.checkout.state == "authorizing"
    saved_methods.forget(town.runtime, THREAD)
    town.play()
    assert town.checkout.state == "paid"
    assert [method for method in town.records.wallet.methods.values() if method.state == "active"] == []
    assert town.gateway.records().saved == ()
    [kept] = [one for one in town.records.money.instruments.values() if one.last4 == "4242"]
    assert (kept.token, kept.fingerprint) == ("", "")
    assert not [told for told in town.told if isinstance(told, ProfileChanged) and told.profile.methods]


def test_who_only_looked_leaves_nothing_behind(town: Town) -> None:
    """A thread in which nothing was booked takes no row however often it is forgotten."""
    saved_methods.forget(town.runtime, EVE)
    assert town.records.wallet.left == {}


def test_a_card_is_kept_for_the_other_threads_of_its_traveller(town: Town) -> None:
    """Who forgets one talk may still remove the card in another; a stranger's talk touches nothing."""
    saved_methods.forget(town.runtime, EVE)
    town.records.wallet.threads[EVE] = TRAVELLER
    saved_methods.forget(town.runtime, THREAD)
    assert town.records.wallet.methods[METHOD].state == "active"
