"""One person, one thread: numbers and ids of WhatsApp, and what happens when a number changes hands."""

import logging
from typing import Any

import msgspec
import pytest

from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import WhatsApp
from bot.domain.conversation.effects import FindTrips
from bot.domain.conversation.profile import Profile
from bot.domain.errors import UnavailableError
from bot.ports.wallet_records import Traveller
from bot.services import inbox, trips
from bot.simulators.wire import encoded, signed
from tests.builders.checkouts import paid_checkout
from tests.builders.house import House
from tests.builders.linked import ADA, enrol, linking_house, newest

SECRET = "a secret of Meta's"
NUMBER = "106540352242922"
PHONE, OTHER_PHONE = "33612345678", "33698765432"
SCOPED, NEWER, STRANGER = "FR.111", "FR.222", "FR.333"


def thread(user: str) -> str:
    """A traveller's thread on our number."""
    return f"whatsapp:{NUMBER}:{user}"


@pytest.fixture
def home() -> House:
    """A house with our WhatsApp number."""
    return linking_house(channels={"whatsapp": WhatsApp(MetaApp((SECRET,)))})


def receive(home: House, *messages: dict[str, Any], contacts: Any = (), field: str = "messages", **value: Any) -> None:
    """A body comes in from Meta."""
    metadata = {"display_phone_number": "15550783881", "phone_number_id": NUMBER}
    told = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": list(contacts), **value}
    told |= {"messages": list(messages)} if messages else {}
    body = encoded({"object": "whatsapp_business_account", "entry": [{"changes": [{"field": field, "value": told}]}]})
    received = inbox.receive(home.runtime, "whatsapp", signed(body, SECRET), body)
    assert (received.result, received.failed) == ("taken", 0)


def says(home: House, text: str, *, phone: str = "", scoped: str = "", listed: bool = False) -> None:
    """Somebody writes; Meta tells a number, an id, or both: on the message, or in the list of people beside it."""
    home.clock.move(seconds=1)
    at = str(home.clock.ms // 1000)
    message = {"id": f"wamid.{home.clock.ms}", "timestamp": at, "type": "text", "text": {"body": text}}
    names = {"from": phone, "from_user_id": "" if listed else scoped}
    contacts = [{"wa_id": phone, "user_id": scoped}] if listed else ()
    receive(home, {**message, **{key: name for key, name in names.items() if name}}, contacts=contacts)


def talks(home: House) -> set[str]:
    """The threads in which something was said, by the traveller's name there."""
    return {name.rpartition(":")[2] for name, talk in home.memory.talks.items() if talk.last_heard}


def shown(home: House, user: str) -> set[str]:
    """The bookings that a thread shows."""
    return {trip.id for trip in trips.find(home.runtime, "f#0", thread(user), FindTrips("en")).trips}


def noted(home: House) -> int:
    """How many messages were said in all."""
    entries = [one.entry for stream in home.memory.streams.values() for one in stream]
    return sum(len(getattr(entry, "said", ())) for entry in entries)


def books(home: House, user: str) -> None:
    """Ada books in a thread on WhatsApp, and is known there."""
    home.records.money.add(msgspec.structs.replace(paid_checkout(thread=thread(user)), began_at=home.clock.now()))
    enrol(home, thread(user), "trv_ada")


def number_changes(home: House, *, system: str = "user_changed_number", **names: str) -> None:
    """WhatsApp tells that somebody has another number."""
    home.clock.move(seconds=1)
    what = {"type": system, "wa_id": OTHER_PHONE, "user_id": NEWER, "body": "Ada changed numbers"}
    receive(home, {"id": "wamid.system", "timestamp": "1795514460", "type": "system", "system": what, **names})


@pytest.mark.parametrize("listed", [False, True])
def test_both_names_in_one_webhook_are_one_thread(home: House, *, listed: bool) -> None:
    """The id counts, whether it stands on the message or in the list beside it; a number that is hidden later too."""
    says(home, "hello", phone=PHONE, scoped=SCOPED, listed=listed)
    says(home, "hello", scoped=SCOPED)
    assert talks(home) == {SCOPED}


def test_many_newcomers_in_one_body_cost_one_reading_of_its_names(home: House) -> None:
    """A body with a thousand people in it is acknowledged in time, not in a thousand readings of itself."""
    channel = home.runtime.channels["whatsapp"]
    read, asked = channel.other_names, []
    channel.other_names = lambda body: asked.append(body) or read(body)  # type: ignore[method-assign]  # counted
    people = [{"from": f"3361234{n:04}", "from_user_id": f"FR.{n}", "id": f"wamid.{n}"} for n in range(20)]
    at = str(home.clock.ms // 1000)
    receive(home, *({**person, "timestamp": at, "type": "text", "text": {"body": "hi"}} for person in people))
    assert len(talks(home)) == len(people)
    assert len(asked) == 1


def test_who_was_known_by_a_number_keeps_the_thread_when_an_id_comes(home: House) -> None:
    """With or without the number beside it from then on; nothing is asked again, and the trip is shown."""
    says(home, "hello", phone=PHONE)
    books(home, PHONE)
    says(home, "hello again", phone=PHONE, scoped=SCOPED)
    says(home, "and again", scoped=SCOPED)
    assert talks(home) == {PHONE}
    assert shown(home, PHONE) == {"chk_1"}
    with home.records.begin() as work:
        assert work.wallet.traveller_of(thread(PHONE)) == "trv_ada"


def test_a_failure_that_names_the_id_silences_the_thread_of_the_number(home: House) -> None:
    """What Meta tells of a message belongs to the talk in which it was said, whichever name stands beside it."""
    says(home, "hello", phone=PHONE)
    says(home, "are you there?", phone=PHONE, scoped=SCOPED)
    at = str(home.clock.ms // 1000)
    failed = {"id": "wamid.out", "status": "failed", "timestamp": at, "recipient_user_id": SCOPED}
    receive(home, statuses=[{**failed, "errors": [{"code": 131026}]}])
    assert home.memory.talks[thread(PHONE)].muted == "unavailable"
    assert thread(SCOPED) not in home.memory.talks


def test_after_a_long_silence_a_number_may_be_somebody_else_s(home: House) -> None:
    """The thread goes on, and shows nothing of before until its owner is known by a code."""
    says(home, "hello", phone=PHONE)
    books(home, PHONE)
    home.clock.move(days=31)
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    assert talks(home) == {PHONE}
    assert shown(home, PHONE) == set()
    assert not newest(home, thread(PHONE)).profile.is_known
    with home.records.begin() as work:
        assert work.wallet.traveller_of(thread(PHONE)) == ""


def test_a_bare_number_may_be_somebody_else_s_after_a_long_silence_too(home: House) -> None:
    """Though nobody tells an id beside it: nothing of before is shown; statuses and colleagues do not count."""
    says(home, "hello", phone=PHONE)
    books(home, PHONE)
    home.clock.move(days=29)
    says(home, "hello", phone=PHONE)
    assert shown(home, PHONE) == {"chk_1"}
    home.clock.move(days=31)
    status = {"id": "wamid.1", "status": "delivered", "timestamp": "1", "recipient_id": PHONE}
    receive(home, statuses=[status])
    echo = {"id": "wamid.2", "timestamp": "1", "to": PHONE, "type": "text", "text": {"body": "Your bag is found."}}
    receive(home, message_echoes=[echo], field="smb_message_echoes")
    assert shown(home, PHONE) == {"chk_1"}
    says(home, "hello", phone=PHONE)
    assert shown(home, PHONE) == set()
    assert not home.memory.talks[thread(PHONE)].profile.is_known
    says(home, "hello", phone=PHONE)
    with home.records.begin() as work:
        assert len(work.links.partings(thread(PHONE))) == 1
        work.wallet.enroll(thread(PHONE), Traveller("trv_eve", home.clock.now(), Profile(9)))
    home.clock.move(days=31)
    says(home, "hello", phone=PHONE)
    with home.records.begin() as work:
        assert work.wallet.traveller_of(thread(PHONE)) == "", "each silence counts"


def test_a_number_that_comes_with_another_id_has_changed_hands(home: House) -> None:
    """Though nobody told so: the new owner has a thread of their own, and the old one is nobody's."""
    says(home, "hello", phone=PHONE)
    books(home, PHONE)
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    says(home, "hello", phone=PHONE, scoped=STRANGER)
    assert talks(home) == {PHONE, STRANGER}
    assert shown(home, STRANGER) == shown(home, PHONE) == set()


def test_a_bare_number_never_leads_to_a_thread_that_is_known_by_an_id(home: House) -> None:
    """Whoever writes from the number without an id may be anybody."""
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    books(home, SCOPED)
    says(home, "my trip", phone=PHONE)
    assert talks(home) == {SCOPED, PHONE}
    assert shown(home, PHONE) == set()


@pytest.mark.parametrize("system", ["user_changed_number", "user_changed_user_id"])
@pytest.mark.parametrize(
    ("user", "names"),
    [
        (SCOPED, {"from": PHONE, "from_user_id": SCOPED}),
        (SCOPED, {"from_user_id": SCOPED}),
        (PHONE, {"from": PHONE}),
        (OTHER_PHONE, {"from": PHONE}),
    ],
)
def test_a_number_that_changed_leaks_no_bookings(home: House, user: str, names: dict[str, str], system: str) -> None:
    """By whichever name Meta tells it, also in a thread that the new number had before; and nothing is said there."""
    known = {"scoped": user} if user == SCOPED else {"phone": user}
    says(home, "hello", **known)
    books(home, user)
    said = noted(home)
    number_changes(home, system=system, **names)
    assert noted(home) == said
    assert shown(home, user) == set()
    assert not home.memory.talks[thread(user)].profile.is_known
    assert home.memory.talks[thread(user)].slots["unverified"] == "1"
    with home.records.begin() as work:
        assert work.wallet.traveller_of(thread(user)) == ""
        assert work.links.traveller_with("marie@example.com") == "trv_ada"


def test_the_new_name_knows_nothing_and_the_others_keep_all(home: House) -> None:
    """History stays with the traveller: her other chats show it, and the new number comes in by a code."""
    says(home, "hello", scoped=SCOPED)
    books(home, SCOPED)
    with home.records.begin() as work:
        work.links.link(ADA, "trv_ada", at=home.clock.now())
    number_changes(home, **{"from": PHONE, "from_user_id": SCOPED})
    says(home, "hello", phone=OTHER_PHONE, scoped=NEWER)
    assert shown(home, NEWER) == set()
    assert newest(home, ADA).news == "chat_changed"
    assert {trip.id for trip in trips.find(home.runtime, "f#0", ADA, FindTrips("en")).trips} == {"chk_1"}


def test_an_id_that_changed_is_told_by_a_field_of_its_own(home: House) -> None:
    """The field user_id_update, with the id that was and the one that is."""
    says(home, "hello", scoped=SCOPED)
    books(home, SCOPED)
    update = {"wa_id": PHONE, "user_id": {"previous": SCOPED, "current": NEWER}, "timestamp": "1795514460"}
    for _ in range(2):
        receive(home, field="user_id_update", user_id_update=[update])
    assert shown(home, SCOPED) == set()
    assert len(home.records.links.partings) == 1


def test_a_thread_that_means_an_older_one_changes_with_it(home: House) -> None:
    """An id that stands for a thread known by its number takes that thread along."""
    says(home, "hello", phone=PHONE)
    books(home, PHONE)
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    number_changes(home, from_user_id=SCOPED)
    assert shown(home, PHONE) == set()


def test_a_change_is_not_acknowledged_before_it_is_done(home: House) -> None:
    """With the database away Meta is told to deliver it again; the talk still knows nothing of it."""
    says(home, "hello", scoped=SCOPED)
    books(home, SCOPED)
    home.records.away = True
    with pytest.raises(UnavailableError):
        number_changes(home, from_user_id=SCOPED)
    home.records.away = False
    number_changes(home, from_user_id=SCOPED)
    assert shown(home, SCOPED) == set()


@pytest.mark.parametrize("known", [{"scoped": SCOPED}, {"phone": PHONE}])
def test_a_talk_that_goes_on_needs_no_database(home: House, known: dict[str, str]) -> None:
    """Nor does what WhatsApp tells of our messages, by whichever name the thread began."""
    says(home, "hello", **known)
    says(home, "from Paris", phone=PHONE, scoped=SCOPED)
    home.records.away = True
    says(home, "New York", phone=PHONE, scoped=SCOPED)
    status = {"id": "wamid.X", "status": "read", "timestamp": "1795514460", "recipient_user_id": SCOPED}
    receive(home, statuses=[status])
    assert len(talks(home)) == 1


def test_a_number_that_changed_hands_elsewhere_is_noticed_within_a_minute(home: House) -> None:
    """Another process learned it: from then on the first owner's id leads to a thread of its own."""
    says(home, "hello", phone=PHONE)
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    with home.records.begin() as work:
        work.links.save_alias(thread(PHONE), thread(STRANGER), at=home.clock.now())
    home.clock.move(minutes=1)
    says(home, "my trip", scoped=SCOPED)
    assert talks(home) == {PHONE, SCOPED}


def test_a_number_that_changes_hands_here_is_noticed_at_once(home: House) -> None:
    """The first owner's id is not believed any more to mean the thread that was the number's."""
    says(home, "hello", phone=PHONE)
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    says(home, "hello", phone=PHONE, scoped=STRANGER)
    says(home, "my trip", scoped=SCOPED)
    assert talks(home) == {PHONE, STRANGER, SCOPED}


def test_no_name_reaches_the_log(home: House, caplog: pytest.LogCaptureFixture) -> None:
    """Numbers and ids are people's."""
    caplog.set_level(logging.DEBUG)
    says(home, "hello", phone=PHONE, scoped=SCOPED)
    number_changes(home, **{"from": PHONE, "from_user_id": SCOPED})
    assert PHONE not in caplog.text
    assert SCOPED not in caplog.text
