"""What guards a wallet: channels, the PIN and quiet notices, settled by forms that overwrite nothing unseen."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.money import Money
from bot.domain.payment.wallet_rules import ChannelRule, rule_of
from tests.builders.house import House
from tests.builders.wallets import OWNER, enter, hidden, send

ALL = ["mth_visa", "mth_amex", "mth_iban"]


@pytest.fixture(autouse=True)
def _open(phone: FlaskClient, path: str) -> None:
    enter(phone, path)


def rule(home: House, channel: str = "whatsapp") -> ChannelRule:
    """What holds in a channel."""
    return rule_of(home.records.wallet.settled.get(OWNER, ()), channel)


def settle(phone: FlaskClient, path: str, **fields: Any) -> Any:
    """Send the form of WhatsApp."""
    return send(phone, path, "channels/whatsapp", **{"pays": ALL, "first": "", "limit": "", **fields})


def test_a_channel_is_settled_in_one_go(home: House, phone: FlaskClient, path: str, noted: list[str]) -> None:
    """Which may pay, which comes first, and how much: one change, told once, and shown from then on."""
    noted.clear()
    answer = settle(phone, path, pays=["mth_visa", "mth_iban"], first="mth_iban", limit="1 234,50")
    assert answer.headers["Location"].endswith("said=channel_settled")
    assert rule(home) == ChannelRule("whatsapp", ("mth_amex",), "mth_iban", Money(123450, "EUR"))
    assert noted == ["settings_changed"]
    page = phone.get(f"{path}/home").text
    assert "2 of 3 may pay · IBAN •2606 first · up to €1,234.50" in page
    assert "Not on WhatsApp" in page
    settle(phone, path)
    assert rule(home) == ChannelRule("whatsapp")


def test_one_that_may_not_pay_is_not_offered_first(home: House, phone: FlaskClient, path: str) -> None:
    """A tick that was taken away wins over the choice below it."""
    settle(phone, path, pays=["mth_visa"], first="mth_iban")
    assert rule(home).preferred == ""


@pytest.mark.parametrize("limit", ["abc", "-5", "0", "1e3", "12.345", "99999999", "١٢٫٥x", "Infinity"])
def test_a_limit_that_is_none_is_refused(home: House, phone: FlaskClient, path: str, limit: str) -> None:
    """With a reason, and with everything that was entered."""
    answer = settle(phone, path, pays=["mth_visa"], limit=limit)
    assert answer.status_code == 422
    assert "Write an amount" in answer.text
    assert f'value="{limit}"' in answer.text
    assert rule(home) == ChannelRule("whatsapp")


def test_the_later_of_two_tabs_sees_what_the_earlier_did(home: House, phone: FlaskClient, path: str) -> None:
    """It overwrites nothing, keeps what was entered, and may save it then; the same wish twice is no conflict."""
    first, action = phone.get(f"{path}/home").text, f"{path}/channels/whatsapp"
    wish = {**hidden(first, action), "pays": ALL, "first": "", "limit": "500"}
    assert phone.post(action, data=wish).status_code == 303
    assert phone.post(action, data=wish).status_code == 303
    late = phone.post(action, data={**wish, "limit": "900"})
    assert late.status_code == 409
    assert "changed meanwhile" in late.text
    assert 'value="900"' in late.text
    assert rule(home).limit == Money(50000, "EUR")
    again = {**wish, **hidden(late.text, action), "limit": "900"}
    assert phone.post(action, data=again).status_code == 303
    assert rule(home).limit == Money(90000, "EUR")


def test_what_is_not_theirs_is_not_settled(home: House, phone: FlaskClient, path: str) -> None:
    """A channel that there is not, and somebody else's method."""
    assert phone.post(f"{path}/channels/fax", data={}).status_code == 404
    assert settle(phone, path, first="mth_eve").status_code == 409
    assert home.records.wallet.settled == {}


def test_a_pin_is_set_changed_and_removed(home: House, phone: FlaskClient, path: str) -> None:
    """Each with the old one, and never shown."""
    action = f"{path}/pin"

    def pin(**fields: str) -> Any:
        return phone.post(action, data={**hidden(phone.get(action).text, action), **fields})

    assert pin(new="8051", again="8051").headers["Location"].endswith("said=pin_set")
    page = phone.get(f"{path}/home").text
    assert "A PIN is asked for" in page
    assert "8051" not in page
    wrong = pin(old="1111", new="9264", again="9264")
    assert wrong.status_code == 422
    assert "Wrong tries left: 4." in wrong.text
    assert pin(old="8051", new="9264", again="9264").headers["Location"].endswith("said=pin_changed")
    removed = phone.post(f"{path}/pin/remove", data={"form": "f", "gone": "9264"})
    assert removed.headers["Location"].endswith("said=pin_removed")
    with home.runtime.records.begin() as work:
        assert work.pins.pin(OWNER) is None


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [("12", "12", "four to eight digits"), ("1234", "1234", "try this one first"), ("8051", "8015", "not the same")],
)
def test_a_pin_that_is_none_is_refused(phone: FlaskClient, path: str, new: str, again: str, says: str) -> None:
    """With a reason, and without showing what was entered."""
    answer = phone.post(f"{path}/pin", data={"form": "f", "new": new, "again": again})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{new}"' not in answer.text


def test_a_pin_that_was_set_in_another_tab_is_not_overwritten(phone: FlaskClient, path: str) -> None:
    """The later tab says so and changes nothing."""
    for number, pin in enumerate(("8051", "9264")):
        answer = phone.post(f"{path}/pin", data={"form": f"f{number}", "new": pin, "again": pin})
    assert answer.status_code == 422
    assert "A PIN was set meanwhile" in answer.text


def test_a_locked_pin_says_until_when(phone: FlaskClient, path: str) -> None:
    """Five wrong ones lock it, on the page as in the talk; what was wrong is counted although the form was refused."""
    phone.post(f"{path}/pin", data={"form": "f", "new": "8051", "again": "8051"})
    for number in range(5):
        answer = phone.post(f"{path}/pin/remove", data={"form": f"g{number}", "gone": "1111"})
    assert "Too many wrong tries" in answer.text
    right = phone.post(f"{path}/pin/remove", data={"form": "h", "gone": "8051"})
    assert "Too many wrong tries" in right.text
    assert "Locked until" in phone.get(f"{path}/home").text


def test_notices_can_be_had_without_sums(home: House, phone: FlaskClient, path: str, noted: list[str]) -> None:
    """A box that is ticked stays so; saving it once more is no news."""
    noted.clear()
    for _ in range(2):
        assert send(phone, path, "notices", quiet="yes").headers["Location"].endswith("said=quiet_on")
    with home.runtime.records.begin() as work:
        known = work.wallet.traveller(OWNER)
    assert known is not None
    assert known.profile.quiet_amounts
    assert noted == ["settings_changed"]
    assert 'name="quiet" value="yes" checked' in phone.get(f"{path}/home").text
    send(phone, path, "notices")
    with home.runtime.records.begin() as work:
        known = work.wallet.traveller(OWNER)
    assert known is not None
    assert not known.profile.quiet_amounts


def test_the_application_needs_no_key(wallet_app: Flask, home: House) -> None:
    """The wallet's pages are served by a process that opens neither cards nor the vault."""
    assert "wallet" in wallet_app.blueprints
    assert (home.runtime.vault, home.runtime.card_opener, home.runtime.gateway) == (None, None, None)
