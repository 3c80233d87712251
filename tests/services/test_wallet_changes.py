"""Changes of a wallet from thread and page: once, only what is the traveller's, told to every thread of theirs."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.effects import ChangeWallet, RemoveMethod
from bot.domain.conversation.events import ProfileChanged
from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.domain.payment.wallet_rules import ChannelRule
from bot.sandbox.cards import by_name
from bot.services import saved_methods, wallet, wallet_changes
from bot.services.wallet_changes import Change, Outcome
from tests.builders.cards import METHOD, PRICE, TRAVELLER, save_card
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import THREAD, Plan, Town

OTHER_THREAD, EVE = "whatsapp:1:ada", "messenger:page:eve"
HERE = Change("tap#0", THREAD)
PAGE = Change("page:form1", THREAD, TRAVELLER)
EURO = Money(30000, "EUR")


@pytest.fixture(name="noted", autouse=True)
def _noted(monkeypatch: pytest.MonkeyPatch) -> list[Activity]:
    """What was noted as activity of the account."""
    noted: list[Activity] = []
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)
    monkeypatch.setattr("bot.services.activity.note", lambda _work, _traveller, activity: noted.append(activity))
    return noted


@pytest.fixture(name="town")
def _town() -> Town:
    """A traveller with a saved Visa and two chats."""
    town = Town(Plan(), Fuse())
    save_card(town.records, town.gateway, by_name("visa").number, thread=THREAD)
    town.records.wallet.threads[OTHER_THREAD] = TRAVELLER
    return town


def second(town: Town) -> str:
    """Another saved card of the same traveller; gives its id."""
    first = town.records.wallet.methods[METHOD]
    card = msgspec.structs.replace(town.records.money.instruments[first.instrument], id="ins_2", fingerprint="other")
    card = msgspec.structs.replace(card, brand="mastercard", last4="4444")
    town.records.money.instruments["ins_2"] = card
    town.records.wallet.methods["mth_2"] = msgspec.structs.replace(first, id="mth_2", instrument="ins_2")
    return "mth_2"


def told(town: Town) -> list[tuple[str, str, str]]:
    """Thread, news and what it is about, of each profile that was owed."""
    owed = [debt for debt in town.talk.debts.values() if isinstance(debt.event, ProfileChanged)]
    return [(debt.thread, debt.event.news, debt.event.method) for debt in owed]


def rules(town: Town) -> tuple[ChannelRule, ...]:
    """What is settled now."""
    return town.records.wallet.rules(TRAVELLER)


def test_a_method_that_is_preferred_is_the_only_one(town: Town, noted: list[Activity]) -> None:
    """The preferred one of before makes way, and both chats know it; only the one that asked is told so."""
    for number, method in enumerate((METHOD, second(town))):
        outcome = wallet_changes.prefer(town.runtime, Change(f"tap#{number}", THREAD), method)
        assert (outcome.key, outcome.done) == ("method_preferred", True)
    assert [m.id for m in town.records.wallet.methods.values() if m.preferred] == ["mth_2"]
    assert told(town)[-2:] == [(THREAD, "method_preferred", "Mastercard •4444"), (OTHER_THREAD, "", "")]
    assert [(one.kind, one.about, one.told) for one in noted] == [
        ("preferred_changed", "Visa •4242", True),
        ("preferred_changed", "Mastercard •4444", True),
    ]


def test_none_may_be_preferred(town: Town) -> None:
    """The way back from the first preference leads to none."""
    wallet_changes.prefer(town.runtime, HERE, METHOD)
    assert wallet_changes.prefer(town.runtime, Change("tap#1", THREAD), "").key == "method_not_preferred"
    assert not any(method.preferred for method in town.records.wallet.methods.values())


def test_a_change_that_comes_twice_is_made_once(town: Town, noted: list[Activity]) -> None:
    """An effect that is performed again, or a form that is sent twice, undoes nothing that was done in between."""
    wallet_changes.rename(town.runtime, HERE, METHOD, "work card")
    wallet_changes.rename(town.runtime, Change("tap#1", THREAD), METHOD, "")
    assert wallet_changes.rename(town.runtime, HERE, METHOD, "work card").done
    assert town.records.wallet.methods[METHOD].name == ""
    assert len(noted) == 2
    assert sum(news != "" for _, news, _ in told(town)) == 2


def test_a_change_cannot_be_made_to_mean_another(town: Town) -> None:
    """The same name of a change for something else is refused."""
    wallet_changes.rename(town.runtime, HERE, METHOD, "work card")
    with pytest.raises(IllegalError):
        wallet_changes.rename(town.runtime, HERE, METHOD, "other card")


@pytest.mark.parametrize("name", ["x" * 25, "4242 4242", "a\u0007b"])
def test_a_name_that_is_none_is_refused_and_the_form_may_be_sent_again(town: Town, name: str) -> None:
    """Too long, a number, or not printable; what was refused has used nothing up."""
    assert wallet_changes.rename(town.runtime, PAGE, METHOD, name) == Outcome("name_bad")
    assert wallet_changes.rename(town.runtime, PAGE, METHOD, " work  card ").key == "method_named"
    assert town.records.wallet.methods[METHOD].name == "work card"


@pytest.mark.parametrize("name", ["Work Card", "visa •4242"])
def test_no_two_methods_have_one_name(town: Town, name: str) -> None:
    """A button never means two cards; capitals make no difference."""
    wallet_changes.rename(town.runtime, HERE, METHOD, "work card")
    outcome = wallet_changes.rename(town.runtime, Change("tap#1", THREAD), second(town), name)
    assert outcome == Outcome("name_taken")
    assert told(town)[-2:] == [(THREAD, "name_taken", ""), (OTHER_THREAD, "", "")]


def test_what_is_settled_for_a_channel_holds_when_paying(town: Town) -> None:
    """Not only in what is offered: the transaction that pays asks, thread by thread."""

    def may(thread: str, total: Money = PRICE) -> Any:
        with town.records.begin() as work:
            found = wallet.usable(work, thread, METHOD, total=total, now=town.clock.now())
        return found if isinstance(found, str) else found.id

    assert may(OTHER_THREAD) == may(THREAD) == "ins_saved"
    assert wallet_changes.bar(town.runtime, HERE, METHOD, "whatsapp").key == "method_barred_here"
    assert (may(OTHER_THREAD), may(THREAD)) == ("method_barred", "ins_saved")
    wallet_changes.allow(town.runtime, Change("tap#1", THREAD), METHOD, "whatsapp")
    assert wallet_changes.limit(town.runtime, Change("tap#2", THREAD), "whatsapp", PRICE).key == "limit_set"
    assert may(OTHER_THREAD) == "ins_saved"
    assert may(OTHER_THREAD, PRICE + Money(1, "EUR")) == "method_over_limit"
    assert wallet_changes.limit(town.runtime, Change("tap#3", THREAD), "whatsapp", None).key == "limit_lifted"
    assert rules(town) == ()


def test_a_channel_has_its_own_preferred_method(town: Town) -> None:
    """It may pay there from then on, and none of its own is as well."""
    wallet_changes.bar(town.runtime, HERE, METHOD, "webchat")
    wallet_changes.prefer_in(town.runtime, Change("tap#1", THREAD), METHOD, "webchat")
    assert rules(town) == (ChannelRule("webchat", preferred=METHOD),)
    assert wallet_changes.prefer_in(town.runtime, Change("tap#2", THREAD), "", "webchat").done
    assert rules(town) == ()


@pytest.mark.parametrize(
    ("channel", "most", "key"),
    [
        ("telegram", EURO, "channel_unknown"),
        ("webchat", Money(0, "EUR"), "limit_bad"),
        ("webchat", Money(-1, "EUR"), "limit_bad"),
        ("webchat", Money(30000, "USD"), "limit_bad"),
        ("webchat", Money(10**12, "EUR"), "limit_bad"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(town: Town, channel: str, most: Money, key: str) -> None:
    """Nothing, less than nothing, other money, more than anybody spends, or a channel that nobody knows."""
    assert wallet_changes.limit(town.runtime, PAGE, channel, most) == Outcome(key)
    assert rules(town) == ()


def test_an_expired_card_is_not_preferred(town: Town) -> None:
    """What cannot pay is not offered first."""
    card = town.records.money.instruments["ins_saved"]
    town.records.money.instruments["ins_saved"] = msgspec.structs.replace(card, exp_year=2020)
    assert wallet_changes.prefer(town.runtime, HERE, METHOD) == Outcome("method_expired", about="Visa •4242")


@pytest.mark.parametrize("change", ["prefer", "rename", "bar", "allow", "prefer_in", "remove"])
def test_what_is_not_hers_is_not_touched(town: Town, change: str, noted: list[Activity]) -> None:
    """Whoever knows the id of another traveller's card can do nothing with it, and hears nothing of it."""
    before = dict(town.records.wallet.methods)
    town.records.wallet.methods["mth_eve"] = eves = msgspec.structs.replace(
        before[METHOD], id="mth_eve", instrument="ins_eve", traveller="trv_eve"
    )
    acts: dict[str, Any] = {
        "prefer": lambda: wallet_changes.prefer(town.runtime, HERE, "mth_eve"),
        "rename": lambda: wallet_changes.rename(town.runtime, HERE, "mth_eve", "mine"),
        "bar": lambda: wallet_changes.bar(town.runtime, HERE, "mth_eve", "webchat"),
        "allow": lambda: wallet_changes.allow(town.runtime, HERE, "mth_eve", "webchat"),
        "prefer_in": lambda: wallet_changes.prefer_in(town.runtime, HERE, "mth_eve", "webchat"),
        "remove": lambda: wallet_changes.remove(town.runtime, HERE, "mth_eve"),
    }
    assert acts[change]() == Outcome("method_gone")
    assert town.records.wallet.methods == {**before, "mth_eve": eves}
    assert (rules(town), noted) == ((), [])


def test_a_page_changes_nothing_once_its_thread_is_somebody_elses(town: Town) -> None:
    """A page that was opened before a number changed hands stands in nobody's wallet."""
    town.records.wallet.threads[THREAD] = "trv_eve"
    town.records.wallet.travellers["trv_eve"] = msgspec.structs.replace(
        town.records.wallet.travellers[TRAVELLER], id="trv_eve"
    )
    assert wallet_changes.remove(town.runtime, PAGE, METHOD) == Outcome("wallet_gone")
    assert wallet_changes.remove(town.runtime, Change("x", EVE), METHOD) == Outcome("wallet_gone")
    assert town.records.wallet.methods[METHOD].state == "active"


def test_a_change_on_the_page_is_left_to_notices(town: Town, noted: list[Activity]) -> None:
    """Every chat knows what is true now; the news comes by the one way in which accounts tell of themselves."""
    wallet_changes.bar(town.runtime, PAGE, METHOD, "whatsapp")
    assert {news for _, news, _ in told(town)} == {""}
    assert [(one.kind, one.told, one.thread) for one in noted] == [("settings_changed", False, THREAD)]
    profiles = [debt.event.profile for debt in town.talk.debts.values() if isinstance(debt.event, ProfileChanged)]
    assert {profile.rules for profile in profiles} == {(ChannelRule("whatsapp", (METHOD,)),)}


def test_a_method_that_is_removed_leaves_no_rule(town: Town, noted: list[Activity]) -> None:
    """Nothing is settled about what is gone; removing it again is told, and noted once."""
    wallet_changes.bar(town.runtime, HERE, METHOD, "whatsapp")
    for number in (1, 2):
        saved_methods.remove(town.runtime, f"del#{number}", THREAD, RemoveMethod(METHOD))
    assert rules(town) == ()
    assert [one.kind for one in noted] == ["settings_changed", "method_removed"]
    assert [news for _, news, _ in told(town) if news][1:] == ["method_removed"] * 2


@pytest.mark.parametrize(
    ("effect", "news"),
    [
        (ChangeWallet("prefer", METHOD), "method_preferred"),
        (ChangeWallet("name", METHOD, name="work card"), "method_named"),
        (ChangeWallet("bar", METHOD, "messenger"), "method_barred_here"),
        (ChangeWallet("allow", METHOD, "messenger"), "method_allowed_here"),
        (ChangeWallet("prefer_in", METHOD, "messenger"), "method_preferred_here"),
        (ChangeWallet("limit", channel="messenger", limit=EURO), "limit_set"),
        (ChangeWallet("forget_pin"), "pin_none"),
    ],
)
def test_the_thread_changes_what_the_page_does(town: Town, effect: ChangeWallet, news: str) -> None:
    """Each effect has its service, and is told by the thread that wanted it."""
    for _ in range(2):
        saved_methods.change(town.runtime, "tap#0", THREAD, effect)
    assert [(thread, key) for thread, key, _ in told(town) if key] == [(THREAD, news)]


def test_an_effect_that_nobody_knows_is_a_fault_of_ours(town: Town) -> None:
    """Nothing is guessed."""
    with pytest.raises(IllegalError):
        saved_methods.change(town.runtime, "tap#0", THREAD, ChangeWallet("paint"))
