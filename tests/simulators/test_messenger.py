"""The fake Graph API is as strict as Meta's: tests that pass against it mean something."""

import hmac
import json
from hashlib import sha256
from typing import Any

import msgspec
import pytest
import urllib3

from bot.simulators.accounts import DAY, WEEK, Account, Person
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.page_people import PAGE_INBOX
from bot.simulators.platform import Platform
from bot.simulators.server import serving
from bot.simulators.wire import encoded, signed, url_poster
from tests.fakes.webhook_receiver import webhook_receiver

NOW = 1790000000000
ACCOUNT = Account()
PROOF = hmac.new(ACCOUNT.secret.encode(), ACCOUNT.token.encode(), sha256).hexdigest()
MESSAGES = f"https://graph.example/v25.0/{ACCOUNT.id}/messages"
BEARER = {"Authorization": f"Bearer {ACCOUNT.token}"}


class Bodies:
    """A webhook that keeps what it is given."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.seen: list[tuple[bytes, dict[str, str]]] = []

    def __call__(self, body: bytes, headers: dict[str, str]) -> int:
        """Keep it."""
        self.seen.append((body, headers))
        return self.status

    def items(self) -> list[dict[str, Any]]:
        """Every item, in order of delivery."""
        return [item for body, _ in self.seen for entry in json.loads(body)["entry"] for item in entry["messaging"]]


@pytest.fixture
def graph() -> SimulatedMessenger:
    """A platform on which one traveller has just written."""
    graph = SimulatedMessenger(lambda: NOW)
    graph.says("2002", "hi")
    graph.waiting.clear()
    return graph


def _call(
    graph: SimulatedMessenger, request: Any, *, url: str = MESSAGES, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    reply = graph.answer("POST", url, BEARER if headers is None else headers, msgspec.json.encode(request))
    assert reply is not None
    return reply.status, msgspec.json.decode(reply.body)


def _refused(graph: SimulatedMessenger, message: dict[str, Any], **request: Any) -> tuple[int, int | None]:
    status, document = _call(graph, {"recipient": {"id": "2002"}, "message": message, **request})
    assert status in {400, 401}, document
    return document["error"]["code"], document["error"].get("error_subcode")


def _template(**payload: Any) -> dict[str, Any]:
    return {"attachment": {"type": "template", "payload": payload}}


def _button(**changes: Any) -> dict[str, Any]:
    return {"type": "postback", "title": "Yes", "payload": "p", **changes}


CHIP = {"content_type": "text", "title": "Yes", "payload": "p"}
ELEMENT = {"title": "T", "subtitle": "S"}


def test_a_good_message_is_accepted_and_told_back(graph: SimulatedMessenger) -> None:
    """A send has an id, an echo with our mark and our app, and a delivery."""
    status, answer = _call(graph, {"recipient": {"id": "2002"}, "message": {"text": "Hello", "metadata": "tf:1"}})
    assert (status, answer) == (200, {"recipient_id": "2002", "message_id": "m_fake000002"})
    (_, echo), (_, delivery) = graph.waiting
    assert echo["message"]["metadata"] == "tf:1"
    assert echo["message"]["app_id"] == int(ACCOUNT.app)
    assert echo["recipient"] == {"id": "2002"}
    assert delivery["delivery"]["mids"] == [answer["message_id"]]


@pytest.mark.parametrize(
    ("message", "request_fields"),
    [
        ({"text": "x" * 2001}, {}),
        ({"text": "👍" * 1001}, {}),
        ({"text": ""}, {}),
        ({}, {}),
        ({"text": "a", "attachment": {}}, {}),
        ({"text": "a", "surprise": 1}, {}),
        ({"text": "a", "metadata": "x" * 1001}, {}),
        ({"text": "a", "quick_replies": []}, {}),
        ({"text": "a", "quick_replies": [CHIP] * 14}, {}),
        ({"text": "a", "quick_replies": [{**CHIP, "title": "x" * 21}]}, {}),
        ({"text": "a", "quick_replies": [{**CHIP, "payload": "x" * 1001}]}, {}),
        ({"text": "a", "quick_replies": [{**CHIP, "content_type": "location"}]}, {}),
        (_template(template_type="button", text="x" * 641, buttons=[_button()]), {}),
        (_template(template_type="button", text="x", buttons=[]), {}),
        (_template(template_type="button", text="x", buttons=[_button()] * 4), {}),
        (_template(template_type="button", text="x", buttons=[_button(title="x" * 21)]), {}),
        (_template(template_type="button", text="x", buttons=[_button(type="payment")]), {}),
        (_template(template_type="button", text="x", buttons=[_button(url="x")]), {}),
        (_template(template_type="button", text="x", buttons=[{"type": "web_url", "title": "x", "url": "/pay"}]), {}),
        (_template(template_type="generic", elements=[]), {}),
        (_template(template_type="generic", elements=[ELEMENT] * 11), {}),
        (_template(template_type="generic", elements=[{"title": "T"}]), {}),
        (_template(template_type="generic", elements=[{**ELEMENT, "title": "x" * 81}]), {}),
        (_template(template_type="generic", elements=[{**ELEMENT, "subtitle": "x" * 81}]), {}),
        (_template(template_type="airline_itinerary"), {}),
        (_template(template_type="receipt", order_number="1"), {}),
        (_template(template_type="list"), {}),
        ({"text": "a"}, {"messaging_type": "MESSAGE_TAG", "tag": "CONFIRMED_EVENT_UPDATE"}),
        ({"text": "a"}, {"messaging_type": "SHOUT"}),
        ({"text": "a"}, {"messaging_type": "UTILITY"}),
        ({"text": "a"}, {"sender_action": "typing_on"}),
    ],
)
def test_every_limit_is_a_code_100(
    graph: SimulatedMessenger, message: dict[str, Any], request_fields: dict[str, Any]
) -> None:
    """What Meta refuses is refused here: too long, too many, removed, unknown."""
    assert _refused(graph, message, **request_fields)[0] == 100
    assert graph.sent == []


def test_a_receipt_number_is_used_once(graph: SimulatedMessenger) -> None:
    """A receipt that is sent twice is refused."""
    line = {"title": "Flight", "price": 1.5}
    receipt = _template(
        template_type="receipt", recipient_name="Ada", order_number="1", currency="EUR", payment_method="Visa",
        summary={"total_cost": 1.5}, elements=[line],
    )  # fmt: skip
    assert _call(graph, {"recipient": {"id": "2002"}, "message": receipt})[0] == 200
    assert _refused(graph, receipt)[0] == 100


@pytest.mark.parametrize(
    ("headers", "query", "code"),
    [
        ({}, "", 190),
        ({"Authorization": "Bearer other"}, "", 190),
        (BEARER, "?appsecret_proof=" + "0" * 64, 100),
    ],
)
def test_a_wrong_token_or_proof_is_refused(
    graph: SimulatedMessenger, headers: dict[str, str], query: str, code: int
) -> None:
    """Nobody sends in the page's name without its token."""
    request = {"recipient": {"id": "2002"}, "message": {"text": "x"}}
    assert _call(graph, request, url=MESSAGES + query, headers=headers)[1]["error"]["code"] == code


def test_the_right_proof_and_the_pages_short_name_are_taken(graph: SimulatedMessenger) -> None:
    """`/me/messages` is the page's own; another page is not there."""
    request = {"recipient": {"id": "2002"}, "message": {"text": "x"}}
    assert _call(graph, request, url=f"https://g.example/v25.0/me/messages?appsecret_proof={PROOF}")[0] == 200
    assert _call(graph, request, url="https://g.example/v25.0/9999/messages")[1]["error"]["error_subcode"] == 33


def test_windows_close_by_the_clock() -> None:
    """A day after the traveller's last sign of life only a person may write, and after a week nobody."""
    moment = [NOW]
    graph = SimulatedMessenger(lambda: moment[0])
    graph.says("2002", "hi")
    agent = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    moment[0] = NOW + DAY - 1
    assert _call(graph, {"recipient": {"id": "2002"}, "message": {"text": "x"}})[0] == 200
    moment[0] = NOW + DAY
    assert _refused(graph, {"text": "x"}) == (10, 2018278)
    assert _call(graph, {"recipient": {"id": "2002"}, "message": {"text": "x"}, **agent})[0] == 200
    moment[0] = NOW + WEEK
    assert _refused(graph, {"text": "x"}, **agent) == (10, 2018278)
    graph.reacts("2002", "m_1")
    assert _call(graph, {"recipient": {"id": "2002"}, "message": {"text": "x"}})[0] == 200


def test_strangers_and_those_who_blocked_us_cannot_be_written_to(graph: SimulatedMessenger) -> None:
    """A page writes to people who wrote to it."""
    _, document = _call(graph, {"recipient": {"id": "9"}, "message": {"text": "x"}})
    assert document["error"]["error_subcode"] == 2018001
    graph.people["2002"] = Person(NOW, blocked=True)
    assert _refused(graph, {"text": "x"}) == (551, 1545041)


def test_faults_come_once_and_in_order(graph: SimulatedMessenger) -> None:
    """A test chooses what the next calls meet."""
    graph.fail_next("rate_limited", "html", "hang")
    request = msgspec.json.encode({"recipient": {"id": "2002"}, "message": {"text": "x"}})
    replies = [graph.answer("POST", MESSAGES, BEARER, request) for _ in range(4)]
    assert [reply.status if reply else None for reply in replies] == [400, 502, None, 200]
    assert replies[0] is not None
    assert "x-business-use-case-usage" in replies[0].headers
    assert len(graph.sent) == 2


def test_deliveries_are_written_and_signed_as_meta_does(graph: SimulatedMessenger) -> None:
    """The bytes are ASCII with lower-case escapes and escaped slashes, under both signatures."""
    graph.says("2002", "São Paulo 🛫 https://x.example a@b.example")
    post = Bodies()
    assert graph.deliver(post) == [200]
    ((body, headers),) = post.seen
    assert rb"S\u00e3o Paulo \ud83d\udeeb https:\/\/x.example a\u0040b.example" in body
    assert headers == signed(body, ACCOUNT.secret)
    assert headers["X-Hub-Signature-256"].startswith("sha256=")
    assert headers["X-Hub-Signature"].startswith("sha1=")


def test_the_wire_is_the_one_of_metas_own_example() -> None:
    """The known vector of a signature comes out."""
    text = "São Paulo 🛫 https://x.example"
    item = {"sender": {"id": "2002"}, "recipient": {"id": "1001"}, "timestamp": 1700000000100}
    item["message"] = {"mid": "m_test1", "text": text}
    body = encoded({"object": "page", "entry": [{"id": "1001", "time": 1700000000123, "messaging": [item]}]})
    digest = "e1e8b62af2cd8bfc30e706a4d65b8f44d039250a9d207bb13ccfa2c4c5c67a93"
    assert signed(body, "threadfare-test-secret")["X-Hub-Signature-256"] == f"sha256={digest}"


def test_what_is_not_acknowledged_is_delivered_again(graph: SimulatedMessenger) -> None:
    """A webhook that was down hears everything later."""
    graph.says("2002", "one")
    assert graph.deliver(Bodies(503)) == [503]
    post = Bodies()
    graph.deliver(post)
    assert [item["message"]["text"] for item in post.items()] == ["one"]
    assert graph.waiting == []


def test_deliveries_can_repeat_mix_and_carry_new_keys(graph: SimulatedMessenger) -> None:
    """Meta promises no order, no single delivery, and no fixed set of keys."""
    for number in range(6):
        graph.says("2002", str(number))
    post = Bodies()
    graph.deliver(post, batched=True, shuffled=True, times=2, noise=True)
    texts = [item["message"]["text"] for item in post.items()]
    assert len(post.seen) == 2
    assert sorted(texts) == sorted("012345" * 2)
    assert texts[:6] != list("012345")
    assert "x_new_thing" in post.items()[0]


def test_travellers_do_all_that_travellers_do(graph: SimulatedMessenger) -> None:
    """Every kind of event that a person can cause has a method."""
    _call(graph, {"recipient": {"id": "2002"}, "message": {"text": "?", "quick_replies": [CHIP]}})
    buttons = _template(template_type="button", text="?", buttons=[_button(payload="b")])
    _call(graph, {"recipient": {"id": "2002"}, "message": buttons})
    graph.waiting.clear()
    graph.taps("2002", "p")
    graph.taps("2002", "b")
    graph.opens("2002", "summer")
    graph.attaches("2002", "image", url="https://x.example")
    graph.edits("2002", "m_1", "new")
    graph.unsends("2002", "m_1")
    graph.reads("2002")
    graph.colleague_writes("2002", "Sam")
    items = [item for _, item in graph.waiting]
    assert items[0]["message"]["quick_reply"] == {"payload": "p"}
    assert items[1]["postback"]["payload"] == "b"
    assert items[2]["referral"]["ref"] == "summer"
    assert items[3]["message"]["attachments"][0]["type"] == "image"
    assert items[4]["message_edit"]["num_edit"] == 1
    assert items[5]["message"]["is_deleted"] is True
    assert items[6]["read"]["watermark"] == NOW
    assert items[7]["message"]["app_id"] == int(PAGE_INBOX)
    with pytest.raises(LookupError, match="shown"):
        graph.taps("2002", "never shown")


def test_as_a_server_it_answers_and_delivers_by_itself() -> None:
    """A bench or a demo runs it beside the real processes, and drives it over HTTP."""
    with webhook_receiver() as webhook, serving(Platform(lambda: NOW), webhooks=webhook.url) as server:
        pool = urllib3.PoolManager()
        pool.request("POST", f"{server.url}/control/messenger/says", json={"user": "2002", "text": "hi"})
        request = {"recipient": {"id": "2002"}, "message": {"text": "Hello"}}
        answer = pool.request("POST", f"{server.url}/v25.0/me/messages", json=request, headers=BEARER)
        assert answer.status == 200
        assert pool.request("GET", f"{server.url}/control/messenger/sent").json()[0]["user"] == "2002"
        assert pool.request("POST", f"{server.url}/control/messenger/nothing").status == 404
        webhook.wait_for(3)


def test_a_webhook_that_is_not_there_is_no_answer() -> None:
    """An address where nobody listens leaves the delivery waiting."""
    assert url_poster("http://127.0.0.1:9/webhooks/messenger")(b"{}", {}) == 0
