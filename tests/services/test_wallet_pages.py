"""What the page of a wallet reads besides the wallet itself."""

from datetime import timedelta

import msgspec
import pytest

from bot.ports.link_records import Parted
from bot.services import wallet_pages
from bot.services.wallet_links import WalletSession
from tests.builders.house import House
from tests.builders.wallets import ADA, OWNER, rich


@pytest.fixture
def home() -> House:
    """Ada's wallet."""
    return rich()


def session(home: House) -> WalletSession:
    """An open page of hers."""
    return WalletSession(OWNER, ADA, "en", home.clock.now() + timedelta(minutes=30))


def test_it_shows_when_methods_paid_and_which_chats_share_them(home: House) -> None:
    """A method that never paid as a saved one has no such day; one chat is that of the page."""
    visa = home.records.wallet.methods["mth_visa"]
    home.records.wallet.methods["mth_visa"] = msgspec.structs.replace(visa, last_used=home.clock.now())
    seen = wallet_pages.look(home.runtime, session(home))
    assert seen is not None
    assert seen.used == {"mth_visa": home.clock.now()}
    assert [(chat.channel, chat.here) for chat in seen.chats] == [("messenger", True), ("webchat", False)]
    assert not seen.quiet
    assert seen.wallet.methods[0].id == "mth_visa"


def test_a_method_is_found_by_its_id_while_it_is_theirs(home: House) -> None:
    """What is removed or somebody else's is not there."""
    seen = wallet_pages.look(home.runtime, session(home))
    assert seen is not None
    known = seen.method("mth_iban")
    assert known is not None
    assert known.kind == "bank_account"
    assert seen.method("mth_eve") is None


def test_a_chat_that_has_left_shows_nothing(home: House) -> None:
    """Between two requests a thread may come to somebody else."""
    with home.runtime.records.begin() as work:
        work.links.part(Parted(ADA, "why", OWNER, home.clock.now(), "changed", 1))
    assert wallet_pages.look(home.runtime, session(home)) is None
