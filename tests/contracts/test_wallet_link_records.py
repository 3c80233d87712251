"""What every archive of wallet links and of browsers promises, in memory and in a real PostgreSQL alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.profile import Profile
from bot.ports.device_records import KnownDevice
from bot.ports.wallet_link_records import WalletLink
from bot.ports.wallet_records import Traveller

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=15)
ADA, BOB = "messenger:page:linkada", "webchat:TF:linkbob"
LINK = WalletLink("hash", "trv_link", ADA, "fr", NOON, LATER)


@pytest.fixture(autouse=True)
def _nothing_from_before(records: Any) -> None:
    """Ada alone is known, and no link of hers."""
    with records.begin() as work:
        work.wallet.enroll(ADA, Traveller("trv_link", NOON, Profile()))
        work.wallet_links.forget(before=LATER + timedelta(days=1))
        for thread in (ADA, BOB):
            work.devices.forget(thread)


def link(records: Any, hashed: str = "hash") -> WalletLink | None:
    """A link as it is stored."""
    with records.begin() as work:
        found: WalletLink | None = work.wallet_links.link(hashed)
        return found


def add(records: Any, *links: WalletLink) -> None:
    """Store links."""
    with records.begin() as work:
        for one in links:
            work.wallet_links.add(one)


def test_a_link_is_read_as_it_was_written(records: Any) -> None:
    """The same hash again changes nothing; what was never made is not there."""
    add(records, LINK, msgspec.structs.replace(LINK, language="en"))
    assert (link(records), link(records, "other")) == (LINK, None)


def test_the_first_browser_has_the_link(records: Any) -> None:
    """Whoever comes second learns who was first; a link that is not there is bound to nobody."""
    add(records, LINK)
    opened = msgspec.structs.replace(LINK, browser="phone", opened_at=NOON)
    for browser, at in (("phone", NOON), ("laptop", LATER)):
        with records.begin() as work:
            assert work.wallet_links.open("hash", browser, at=at) == opened
            assert work.wallet_links.open("other", browser, at=at) is None
    assert link(records) == opened


def test_only_links_that_nobody_opened_are_retired(records: Any) -> None:
    """An open page stays open; links of other chats stay good; what ended before is not made longer."""
    opened = msgspec.structs.replace(LINK, hashed="open", browser="phone", opened_at=NOON)
    other = msgspec.structs.replace(LINK, hashed="bob", thread=BOB)
    old = msgspec.structs.replace(LINK, hashed="old", expires_at=NOON - timedelta(hours=1))
    add(records, LINK, opened, other, old)
    with records.begin() as work:
        work.wallet_links.retire(ADA, at=NOON)
    assert link(records) == msgspec.structs.replace(LINK, expires_at=NOON)
    assert [link(records, name) for name in ("open", "bob", "old")] == [opened, other, old]


def test_old_links_are_forgotten(records: Any) -> None:
    """Those that were made before a moment, and no others."""
    add(records, LINK, msgspec.structs.replace(LINK, hashed="new", made_at=LATER))
    with records.begin() as work:
        work.wallet_links.forget(before=LATER)
    assert link(records) is None
    assert link(records, "new") is not None


def test_browsers_are_kept_by_chat(records: Any) -> None:
    """Each once, with its newest moment, the one that came first first; a chat that met none has none."""
    phone, laptop = KnownDevice(ADA, "phone", LATER, LATER), KnownDevice(ADA, "laptop", NOON, NOON)
    again = msgspec.structs.replace(laptop, last_seen=LATER)
    with records.begin() as work:
        for device in (phone, laptop, KnownDevice(BOB, "phone", NOON, NOON), again):
            work.devices.keep(device)
        assert work.devices.of_thread(ADA) == (again, phone)
        work.devices.forget(ADA)
    with records.begin() as work:
        assert [len(work.devices.of_thread(thread)) for thread in (ADA, BOB, "messenger:page:cyd")] == [0, 1, 0]
