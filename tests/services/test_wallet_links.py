"""Links to wallets: made once an effect, opened once and in one browser, over when their time or their chat is."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.conversation.effects import OpenWallet
from bot.domain.conversation.profile import Profile
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.ports.link_records import Parted
from bot.ports.wallet_records import Traveller
from bot.services import activity, wallet_links
from bot.services.pay_tokens import hashed
from bot.services.wallet_links import WalletSession
from tests.builders.house import House, house

ADA = "messenger:page:ada"
WEB = "webchat:TF:ada"


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What travellers are told of their accounts: traveller, kind, id."""
    told: list[Any] = []
    monkeypatch.setattr(activity, "note", lambda _, owner, one: told.append((owner, one.kind, one.id)))
    return told


@pytest.fixture
def home() -> House:
    """Ada, who is known in one chat."""
    made = house()
    enroll(made)
    return made


def enroll(home: House, thread: str = ADA, name: str = "trv_ada") -> None:
    """Give a thread a traveller."""
    with home.runtime.records.begin() as work:
        work.wallet.enroll(thread, Traveller(name, home.clock.now(), Profile()))


def make(home: House, effect: str = "e#0", thread: str = ADA) -> WalletLinkMade:
    """The answer to a wish for a link."""
    return wallet_links.make(home.runtime, effect, thread, OpenWallet("en"))


def secret(made: WalletLinkMade) -> str:
    """The token in the address of a link."""
    return made.url.removeprefix("https://tickets.example/wallet/")


def test_a_link_is_good_for_a_quarter_of_an_hour(home: House) -> None:
    """The answer says where the page is and until when it may be opened; at rest there is a hash alone."""
    made = make(home)
    assert made.until == int((home.clock.now() + timedelta(minutes=15)).timestamp())
    assert len(secret(made)) == 32
    [link] = home.records.wallet_links.links.values()
    assert (link.hashed, link.traveller, link.thread) == (hashed(secret(made)), "trv_ada", ADA)
    assert secret(made) not in str(link)


def test_the_same_wish_makes_the_same_link(home: House) -> None:
    """An effect that is performed twice, as effects are, gives one link."""
    assert make(home) == make(home)
    assert len(home.records.wallet_links.links) == 1
    assert make(home).url != make(home, "f#0").url


def test_a_newer_link_takes_the_place_of_one_that_nobody_opened(home: House) -> None:
    """An old link far up in the chat opens nothing."""
    old, new = make(home), make(home, "f#0")
    assert wallet_links.enter(home.runtime, secret(old), "phone") == "unknown"
    assert isinstance(wallet_links.enter(home.runtime, secret(new), "phone"), WalletSession)


def test_a_chat_that_knows_nobody_gets_an_empty_wallet() -> None:
    """Whoever has not booked yet may add a card: a traveller is enrolled for the chat."""
    home = house()
    opened = wallet_links.enter(home.runtime, secret(make(home, thread=WEB)), "phone")
    assert isinstance(opened, WalletSession)
    assert opened.traveller == home.records.wallet.traveller_of(WEB)


def test_a_chat_that_was_left_gets_no_link(home: House) -> None:
    """Nobody comes back to it, so nobody may open what was saved there."""
    with home.runtime.records.begin() as work:
        work.wallet.leave(ADA, at=home.clock.now())
    assert make(home) == WalletLinkMade("e#0", make(home).at)


def test_asking_changes_nothing(home: House, noted: list[Any]) -> None:
    """A crawler that fetches the link burns nothing: the traveller still opens it."""
    token = secret(make(home))
    before = dict(home.records.wallet_links.links)
    assert [wallet_links.session(home.runtime, token, browser) for browser in ("", "crawler")] == ["closed"] * 2
    assert (home.records.wallet_links.links, home.records.devices.devices, noted) == (before, {}, [])
    assert isinstance(wallet_links.enter(home.runtime, token, "phone"), WalletSession)


def test_the_browser_that_opened_a_link_has_it(home: House) -> None:
    """Another browser with the same address sees nothing, and neither does one without a name."""
    token = secret(make(home))
    opened = wallet_links.enter(home.runtime, token, "phone")
    assert opened == WalletSession("trv_ada", ADA, "en", home.clock.now() + timedelta(minutes=30))
    assert wallet_links.session(home.runtime, token, "phone") == opened
    assert wallet_links.enter(home.runtime, token, "phone") == opened
    for stranger in ("laptop", ""):
        assert wallet_links.session(home.runtime, token, stranger) == "elsewhere"
        assert wallet_links.enter(home.runtime, token, stranger) == "elsewhere"


def test_a_stranger_with_the_link_is_told_of_once(home: House, noted: list[Any]) -> None:
    """A forwarded link is refused, and its traveller hears of it however often it is tried; the audit keeps each."""
    token = secret(make(home))
    wallet_links.enter(home.runtime, token, "phone")
    for _ in range(2):
        wallet_links.enter(home.runtime, token, "laptop")
    assert {(owner, kind) for owner, kind, _ in noted} == {("trv_ada", "new_device")}
    assert len({name for _, _, name in noted}) == 1
    with home.runtime.records.begin() as work:
        assert [line.cause for line in work.money.audited("trv_ada")] == [
            "wallet link",
            *["link refused in another browser"] * 2,
        ]


def test_the_page_closes_after_half_an_hour(home: House) -> None:
    """A page that was left open on somebody's desk shows nothing any more."""
    token = secret(make(home))
    wallet_links.enter(home.runtime, token, "phone")
    home.clock.moment += timedelta(minutes=29, seconds=59)
    assert isinstance(wallet_links.session(home.runtime, token, "phone"), WalletSession)
    home.clock.moment += timedelta(seconds=1)
    assert wallet_links.session(home.runtime, token, "phone") == "over"
    assert wallet_links.enter(home.runtime, token, "phone") == "over"


def test_a_link_that_nobody_opened_is_unknown_after_its_time(home: House) -> None:
    """Whoever finds it later learns not even that there was one."""
    token = secret(make(home))
    home.clock.moment += timedelta(minutes=15)
    assert wallet_links.session(home.runtime, token, "phone") == "unknown"
    assert wallet_links.enter(home.runtime, token, "phone") == "unknown"
    assert wallet_links.session(home.runtime, "nonsense", "phone") == "unknown"


@pytest.mark.parametrize("reason", ["unlinked", "changed", "left"])
def test_the_page_closes_when_its_chat_leaves_the_traveller(home: House, reason: Any) -> None:
    """At once, and for good: also when the chat comes back to the same traveller."""
    token = secret(make(home))
    wallet_links.enter(home.runtime, token, "phone")
    with home.runtime.records.begin() as work:
        work.links.part(Parted(ADA, "why", "trv_ada", home.clock.now(), reason, 1))
    assert wallet_links.session(home.runtime, token, "phone") == "over"
    with home.runtime.records.begin() as work:
        work.links.link(ADA, "trv_ada", at=home.clock.now())
    assert wallet_links.session(home.runtime, token, "phone") == "over"


def test_the_page_closes_when_the_chat_is_left(home: House) -> None:
    """Who forgets the talk on the web forgets its wallet with it."""
    token = secret(make(home))
    wallet_links.enter(home.runtime, token, "phone")
    with home.runtime.records.begin() as work:
        work.wallet.leave(ADA, at=home.clock.now())
    assert wallet_links.session(home.runtime, token, "phone") == "over"


def test_a_traveller_who_was_two_stays_who_they_are(home: House) -> None:
    """Linking another chat meanwhile does not throw anybody out of their wallet."""
    token = secret(make(home))
    wallet_links.enter(home.runtime, token, "phone")
    enroll(home, WEB, "trv_first")
    with home.runtime.records.begin() as work:
        work.links.move("trv_ada", "trv_first")
        gone = work.wallet.traveller("trv_ada")
        assert gone is not None
        work.wallet.save_traveller(Traveller(gone.id, gone.began_at, Profile(), merged_into="trv_first"))
    opened = wallet_links.session(home.runtime, token, "phone")
    assert isinstance(opened, WalletSession)
    assert opened.traveller == "trv_first"


def test_old_links_are_forgotten(home: House) -> None:
    """A link is of no use to anybody after a day."""
    make(home)
    home.clock.moment += timedelta(days=1, seconds=1)
    make(home, "f#0")
    assert len(home.records.wallet_links.links) == 1
