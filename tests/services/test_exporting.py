"""Everything that is known can be taken along, to read and for programs, and nothing in it opens anything."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.messages import Option, Text
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.domain.payment.pin import Pin
from bot.domain.payment.wallet_rules import with_barred, with_limit
from bot.services import activity, exporting
from tests.builders.accounts import mandate
from tests.builders.checkouts import NOW
from tests.builders.entries import talk, turn
from tests.builders.house import House
from tests.builders.linked import ADA, EVE, WEB, code_of, enrol, linking_house, redeem, save
from tests.builders.payments import keep, paid
from tests.builders.world import NOW_MS


@pytest.fixture
def home() -> House:
    """Ada with everything that may be kept of her, and Eve, who said something of her own."""
    made = linking_house()
    enrol(made, ADA, "trv_ada")
    save(made, "trv_ada", ADA, "visa")
    keep(made.records, paid("chk_1", thread=ADA))
    redeem(made, WEB, code_of(made, ADA))
    told(made, ADA, "To Lyon https://tickets.example/trip/secret-token please")
    told(made, EVE, "nobody else reads this")
    return made


def told(home: House, thread: str, words: str) -> None:
    """Words of a traveller, and an answer with a button."""
    event = TextReceived(f"{thread}.m1", NOW_MS, words)
    entry = turn(event, Text("Which day?", (Option("Today", "set:secret-payload"),)), of=talk(thread=thread))
    with home.records.begin() as work:
        work.talk.archive_turns((("1-1", entry),))


def taken(home: House, thread: str = ADA) -> tuple[dict[str, Any], str]:
    """What is in the archive: the data, and the file to read."""
    with ZipFile(BytesIO(exporting.export(home.runtime, thread, "en"))) as archive:
        assert archive.namelist() == ["data.json", "read-me.txt"]
        return json.loads(archive.read("data.json")), archive.read("read-me.txt").decode("utf-8-sig")


def test_every_kind_is_there(home: House) -> None:
    """People, address, methods, consents, bookings, payments, chats and what was said, each with its facts."""
    data, _ = taken(home)
    assert data["email"] == "marie@example.com"
    assert data["people"][0]["family"] == "Durand"
    assert [one["shown"] for one in data["methods"]] == ["Visa •4242"]
    assert data["consents"][0]["words"].startswith("Threadfare Air keeps")
    assert (data["bookings"][0]["reference"], data["bookings"][0]["tickets"][0]) == ("ABC234", "9992400000001")
    assert data["payments"][0]["taken"] == {"minor": 100700, "currency": "EUR", "written": "1007.00"}
    assert [one["channel"] for one in data["chats"]] == ["messenger", "webchat"]
    assert [one["text"] for one in data["talk"]] == ["To Lyon … please", "Which day?"]
    assert {one["kind"] for one in data["kept"]} >= {"talk", "payments"}
    assert all(one["how_long"] for one in data["kept"])


def test_what_was_settled_and_what_happened_are_there(home: House) -> None:
    """Rules with their methods, that there is a PIN, what notices tell, a mandate, and the activity of the account."""
    with home.records.begin() as work:
        rules = with_barred(with_limit((), "webchat", Money(30000, "EUR")), "whatsapp", "mth_visa")
        work.wallet.save_rules("trv_ada", rules)
        work.pins.save(Pin("trv_ada", "argon-hash", NOW))
        work.mandates.keep("ins_visa", mandate("set_ada"))
        activity.note(work, "trv_ada", Activity("act_1", "pin_changed", NOW, thread=ADA))
    data, text = taken(home)
    assert data["settings"] == {
        "channels": [
            {"channel": "whatsapp", "may_not_pay": ["Visa •4242"], "first": "", "limit": None},
            {"channel": "webchat", "may_not_pay": [], "first": "", "limit": data["settings"]["channels"][1]["limit"]},
        ],
        "pin": True,
        "notices_without_sums": False,
    }
    assert data["settings"]["channels"][1]["limit"]["written"] == "300.00"
    (mine,) = data["methods"]
    assert mine["mandate"]["reference"] == "TF-SET-ADA"
    assert mine["mandate"]["network"] == "203.0.113.0/24"
    assert [(one["what"], one["channel"]) for one in data["activity"]] == [("pin_changed", "messenger")]
    counts = {one["kind"]: one["count"] for one in data["kept"]}
    assert (counts["settings"], counts["activity"]) == (3, 1)
    assert "argon-hash" not in text
    assert "act_1" not in text


def test_the_file_to_read_says_the_same(home: House) -> None:
    """A person without a program finds everything, line by line."""
    _, text = taken(home)
    assert text.startswith("Everything that is known about you\r\n")
    for each in ("marie@example.com", "Visa •4242", "ABC234", "1007.00", "To Lyon … please"):
        assert each in text


def test_nothing_in_it_opens_anything(home: House) -> None:
    """No token, fingerprint, hash, payload, link or id of ours; nothing of anybody else."""
    data, text = taken(home)
    for secret in (
        "tok_",
        "print_",
        "ins_",
        "mth_",
        "trv_",
        "chk_",
        "pay_1",
        "secret-token",
        "secret-payload",
        "nobody else",
    ):
        assert secret not in json.dumps(data), secret
        assert secret not in text, secret


def test_the_same_data_at_the_same_time_are_the_same_file(home: House) -> None:
    """So that two downloads can be compared."""
    assert exporting.export(home.runtime, ADA, "fr") == exporting.export(home.runtime, ADA, "fr")


def test_a_long_talk_is_told_whole_and_in_order(home: House) -> None:
    """However many pages the transcript has."""
    for number in range(600):
        entry = turn(TextReceived(f"n{number}", NOW_MS, f"word {number}"), of=talk(thread=ADA))
        with home.records.begin() as work:
            work.talk.archive_turns(((f"1-{number}", entry),))
    data, _ = taken(home)
    said = [one["text"] for one in data["talk"] if one["text"].startswith("word")]
    assert said == [f"word {number}" for number in range(600)]


def test_who_only_came_takes_along_what_was_said(home: House) -> None:
    """Without an account there is nothing else."""
    data, _ = taken(home, EVE)
    assert (data["people"], data["methods"], data["bookings"], data["payments"]) == ([], [], [], [])
    assert data["talk"][0]["text"] == "nobody else reads this"
