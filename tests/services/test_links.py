"""From a link to a booking that counts for it: signed deliveries of each channel, the talk, the archive."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from bot.adapters.channels.instagram import Instagram
from bot.adapters.channels.messenger import Messenger
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import WhatsApp
from bot.domain.conversation.events import OffersFound, TextReceived, ThreadOpened, TicketIssued
from bot.domain.errors import InvalidError
from bot.domain.shopping.links import Link, LinkCounts
from bot.domain.shopping.refs import Wish
from bot.services import inbox, links
from bot.services.inbox import Received
from bot.simulators.wire import encoded, signed
from tests.builders import world as builders
from tests.builders.house import House, house
from workers.archivist import Archivist

SECRET = "app-secret"
AT = builders.NOW_MS
WISH = Wish(origin="PAR", destination="NYC")
ACCOUNTS = links.Accounts("1001", "threadfare.air", "447700900001", "https://tickets.example")


@pytest.fixture
def hall() -> House:
    """A process with every channel of Meta's."""
    app = MetaApp((SECRET,))
    served = (Messenger(app, app_id="7001"), Instagram(app, account="178"), WhatsApp(app))
    made = house(channels={channel.name: channel for channel in served})
    made.memory.whole = True
    return made


def created(hall: House, **stands_for: str) -> Link:
    """A new link to New York."""
    return links.create(hall.records, hall.runtime.ids, WISH, name="Autumn", stands_for=stands_for, now=AT)


def deliver(hall: House, channel: str, entry: dict[str, Any]) -> None:
    """One delivery of Meta's, twice, as it may come."""
    objects = {"messenger": "page", "instagram": "instagram", "whatsapp": "whatsapp_business_account"}
    body = encoded({"object": objects[channel], "entry": [entry]})
    for _ in range(2):
        assert inbox.receive(hall.runtime, channel, signed(body, SECRET), body) == Received("taken", 1)


def item(account: str, **content: Any) -> dict[str, Any]:
    """An entry of an inbox with one item."""
    whole = {"sender": {"id": "2002"}, "recipient": {"id": account}, "timestamp": AT, **content}
    return {"id": account, "time": AT, "messaging": [whole]}


def value(**content: Any) -> dict[str, Any]:
    """An entry of WhatsApp with one message."""
    message = {"from": "4477", "id": "wamid.1", "timestamp": str(AT // 1000), "type": "text", **content}
    told = {"metadata": {"phone_number_id": "9"}, "messages": [message]}
    return {"id": "1", "changes": [{"field": "messages", "value": told}]}


def ways_in(link: Link) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """How somebody comes by a link: the thread, and what Meta delivers then."""
    told = dict(links.addresses(link, ACCOUNTS, builders.world().places, "en"))
    ref = parse_qs(urlsplit(told["messenger"]).query)["ref"][0]
    (words,) = parse_qs(urlsplit(told["whatsapp"]).query)["text"]
    begun = {"payload": "GET_STARTED", "referral": {"ref": ref, "source": "SHORTLINK"}}
    ad = {"mid": "m1", "text": "Hello", "referral": {"ad_id": "6045", "source": "ADS"}}
    story = {"mid": "m1", "text": "How much?", "reply_to": {"story": {"id": "17"}}}
    mention = {"mid": "m1", "attachments": [{"type": "story_mention", "payload": {"id": "17"}}]}
    page, ig, wa = "messenger:1001:2002", "instagram:178:2002", "whatsapp:9:4477"
    return {
        "m.me, new": (page, "messenger", item("1001", postback=begun)),
        "m.me, again": (page, "messenger", item("1001", referral={"ref": ref, "source": "SHORTLINK"})),
        "checkbox": (page, "messenger", item("1001", optin={"ref": ref})),
        "advertisement": (page, "messenger", item("1001", message=ad)),
        "ig.me": (ig, "instagram", item("178", referral={"ref": ref, "source": "IGME-SOURCE-LINK"})),
        "story": (ig, "instagram", item("178", message=story)),
        "mention": (ig, "instagram", item("178", message=mention)),
        "wa.me": (wa, "whatsapp", value(text={"body": words})),
        "click to WhatsApp": (
            wa,
            "whatsapp",
            value(text={"body": "Hi"}, referral={"source_id": "6045", "source_type": "ad", "ctwa_clid": "c"}),
        ),
    }


NAMES = tuple(ways_in(Link("abcd2345", "n", "to-NYC", AT)))


@pytest.mark.parametrize("way", NAMES)
def test_whoever_comes_by_a_link_finds_the_trip_filled_in_and_counts_once(hall: House, way: str) -> None:
    """Every way in leads to the same question, and a delivery that comes twice is one opening."""
    link = created(hall, ad="6045", story="17")
    thread, channel, entry = ways_in(link)[way]
    deliver(hall, channel, entry)
    talk = hall.runtime.conversations.load(thread)
    assert talk is not None
    assert (talk.trip.origin, talk.trip.destination, talk.link) == ("PAR", "NYC", link.id)
    assert talk.position is not None
    assert talk.position.node == "ask_depart"
    Archivist(hall.runtime, owner="one").step(wait_ms=1)
    assert links.found(hall.records, link.id)[1] == LinkCounts(opens=1, talks=1)
    said = [msgspec.json.decode(line.body).get("text") for line in hall.talk.rows.values()]
    assert not [text for text in said if text and "[tf:" in text], "the code is nobody's words"


def test_a_booking_counts_for_the_link_that_was_last_and_for_no_later_one(hall: House) -> None:
    """Of two links the second sold; what is booked a month later was sold by neither."""
    first = created(hall)
    second = links.create(hall.records, hall.runtime.ids, WISH, name="Winter", stands_for={}, now=AT + 1)
    thread, issued = "messenger:1001:2002", TicketIssued("t1", AT, "chk", builders.booked())
    for number, link in enumerate((first, second)):
        deliver(hall, "messenger", item("1001", timestamp=AT + number, referral={"ref": f"l-{link.id}"}))
    hall.take(TextReceived("m1", AT + 5, "4 December, one way, 1 adult"), thread)
    talk = hall.runtime.conversations.load(thread)
    assert talk is not None
    assert talk.position is not None
    hall.take(OffersFound(talk.position.awaited, AT + 6, builders.offers(2)), thread)
    hall.take(issued, thread)
    hall.take(msgspec.structs.replace(issued, id="t2"), thread)
    archivist = Archivist(hall.runtime, owner="one")
    archivist.step(wait_ms=1)
    counts = {link.id: counts for link, counts in links.listed(hall.records)}
    assert counts[first.id] == LinkCounts(opens=1, talks=1)
    assert counts[second.id] == LinkCounts(1, 1, 1, 1, (issued.booked.total,))


def test_a_retired_link_greets_and_is_counted_no_more(hall: House) -> None:
    """An offer that is over is not made again, and whoever comes is welcome."""
    link = created(hall)
    links.retire(hall.records, link.id, now=AT)
    deliver(hall, "messenger", item("1001", referral={"ref": f"l-{link.id}"}))
    talk = hall.runtime.conversations.load("messenger:1001:2002")
    assert talk is not None
    assert (talk.link, talk.trip.destination) == ("", "")
    assert links.found(hall.records, link.id)[1] == LinkCounts()
    with pytest.raises(InvalidError):
        links.retire(hall.records, link.id, now=AT)


def test_a_reference_that_names_its_trip_needs_no_link(hall: House) -> None:
    """Whoever writes a link by hand needs nobody; nothing is counted."""
    hall.take(ThreadOpened("o1", AT, "from-PAR_to-NYC"))
    talk = hall.runtime.conversations.load("messenger:page:ada")
    assert talk is not None
    assert (talk.trip.destination, talk.link) == ("NYC", "")
