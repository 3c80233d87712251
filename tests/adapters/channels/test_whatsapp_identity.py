"""What WhatsApp tells of who somebody is, in whatever shape it comes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.channels.whatsapp_events import parse
from bot.adapters.channels.whatsapp_identity import read_names, read_system
from bot.domain.conversation.link_events import IdentityChanged
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived
from bot.simulators.wire import encoded

NUMBER, PHONE, NEW_PHONE, SCOPED = "1065", "33612345678", "33698765432", "FR.111"


def body(value: Any, field: str = "messages") -> bytes:
    """A body as Meta writes it."""
    told = {"metadata": {"phone_number_id": NUMBER}, **value}
    return encoded({"object": "whatsapp_business_account", "entry": [{"changes": [{"field": field, "value": told}]}]})


def system(**fields: Any) -> dict[str, Any]:
    """A system message."""
    what = {"type": "user_changed_number", "wa_id": NEW_PHONE, "user_id": "FR.222"}
    return {"id": "wamid.1", "timestamp": "1795514460", "type": "system", "system": what, **fields}


def test_a_change_is_told_in_each_thread_that_it_may_concern() -> None:
    """That of the old id, of the old number, and of whoever had the new number before; not in the new id's."""
    found = parse(body({"messages": [system(**{"from": f"+{PHONE}", "from_user_id": SCOPED})]}))
    event = IdentityChanged("wamid.1", 1795514460000)
    assert found == tuple(Arrived(ThreadKey("whatsapp", NUMBER, user), event) for user in (SCOPED, PHONE, NEW_PHONE))


def test_older_names_of_a_change_tell_the_same() -> None:
    """Bodies of older versions call the new number and the change itself otherwise."""
    what = {"type": "customer_changed_number", "new_wa_id": NEW_PHONE}
    found = read_system(system(system=what, **{"from": PHONE}), NUMBER)
    assert [arrived.thread.user for arrived in found] == [PHONE, NEW_PHONE]


def test_a_body_that_names_no_number_tells_names_at_its_door() -> None:
    """Who is known by number and by id keeps one thread also where a relay leaves our number out."""
    value = {"contacts": [{"wa_id": PHONE, "user_id": SCOPED}]}
    pairs = {f"whatsapp:{NUMBER}:{SCOPED}": f"whatsapp:{NUMBER}:{PHONE}"}
    for told in (value, {"entry": [{"changes": [{"value": value}]}]}):
        assert read_names(encoded(told), account=NUMBER) == pairs
        assert read_names(encoded(told)) == {}


@pytest.mark.parametrize("what", [{"type": "customer_identity_changed"}, {}, "x", None])
def test_other_system_messages_change_nobody(what: Any) -> None:
    """They are counted by their name, as before."""
    assert read_system(system(system=what), NUMBER) == ()


def test_ids_that_changed_come_in_a_field_of_their_own() -> None:
    """Each under an id that is the same when it is delivered again."""
    one = {"wa_id": PHONE, "user_id": {"previous": SCOPED, "current": "FR.222"}, "timestamp": "1795514460"}
    found = parse(body({"user_id_update": [one, "nonsense"]}, "user_id_update"))
    event = IdentityChanged("user_id_update:FR.222:1795514460", 1795514460000)
    assert found == tuple(Arrived(ThreadKey("whatsapp", NUMBER, user), event) for user in (SCOPED, PHONE))


def test_two_names_of_one_person_are_found_wherever_they_stand_together() -> None:
    """In the list of people, and on the message."""
    pairs = {f"whatsapp:{NUMBER}:{SCOPED}": f"whatsapp:{NUMBER}:{PHONE}"}
    assert read_names(body({"contacts": [{"wa_id": PHONE, "user_id": SCOPED}]})) == pairs
    assert read_names(body({"messages": [{"from": f"+{PHONE}", "from_user_id": SCOPED}]})) == pairs


@pytest.mark.parametrize(
    "contact", [{"wa_id": SCOPED, "user_id": SCOPED}, {"wa_id": PHONE}, {"wa_id": PHONE, "user_id": PHONE}, {}, "x"]
)
def test_one_name_is_no_pair(contact: Any) -> None:
    """Some bodies hold the id where the number should be."""
    assert read_names(body({"contacts": [contact]})) == {}


_KEYS = (
    "system", "type", "from", "from_user_id", "id", "wa_id", "user_id", "contacts", "messages", "user_id_update",
    "previous", "metadata",
)  # fmt: skip
_plain = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
_json = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=5),
    max_leaves=12,
)


@given(_json)
def test_nothing_that_comes_raises(value: Any) -> None:
    """Whatever the shape."""
    read_system(value, NUMBER)
    told = value if isinstance(value, dict) else {"messages": value}
    for field in ("messages", "user_id_update"):
        parse(body(told, field))
    read_names(body(told))
    read_names(b"no JSON")
