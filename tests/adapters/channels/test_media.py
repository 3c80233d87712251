"""Files of travellers, fetched from the simulated platform: in two steps with the token, or by their address."""

from typing import Any

import pytest

from bot.adapters.channels.media import ELSEWHERE, TOO_LARGE, PageMedia, WhatsAppMedia
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.domain.conversation.files import MOST, FileRef, check
from bot.domain.errors import InvalidError, OutcomeUnknownError, SendFailedError
from bot.simulators.accounts import DAY, NUMBER
from bot.simulators.phones_pages import static_file
from bot.simulators.platform import Platform
from tests.fakes.graph_engine import GraphEngine

NOW = 1790000000000
PHONE = "447700900001"
GRAPH = "https://graph.example/v25.0"
PHOTO = static_file("photo.png")


class Canned:
    """An engine that answers as it was told, and notes what it was asked."""

    def __init__(self, *answers: Reply) -> None:
        self.answers, self.asked = list(answers), list[Call]()

    def send(self, call: Call, _policy: Policy) -> Reply:
        """The next answer."""
        self.asked.append(call)
        return self.answers.pop(0)


@pytest.fixture
def fake() -> Platform:
    """A platform that keeps its files at the address of its API."""
    fake = Platform(lambda: NOW)
    fake.whatsapp.files.root = "https://graph.example"
    return fake


def whatsapp(engine: Any, token: str = NUMBER.token) -> WhatsAppMedia:
    """Our side."""
    return WhatsAppMedia(HttpClient(engine), graph=GRAPH, token=token, app=MetaApp((NUMBER.secret,), "word"))


def sent(fake: Platform, content: bytes = PHOTO, mime: str = "image/png") -> FileRef:
    """A traveller sends a picture; gives what the webhook names."""
    file = fake.whatsapp.files.keep(content, mime, span=7 * DAY)
    return FileRef("image", file.id)


def test_a_file_of_whatsapp_is_fetched_by_its_id_with_the_token(fake: Platform) -> None:
    """The id tells an address, which opens for the token alone; what comes is the file, byte by byte."""
    ref = sent(fake)
    content = whatsapp(GraphEngine(fake)).fetch(ref)
    assert content == PHOTO
    assert check("x", content).mime == "image/png"


def test_what_the_phones_of_the_demo_send_is_taken() -> None:
    """Both of their files are what they say."""
    assert check("photo.png", PHOTO).kind == "image"
    assert check("letter.pdf", static_file("letter.pdf")).kind == "document"


def test_an_id_that_ran_out_is_not_asked_for_again(fake: Platform) -> None:
    """After a week WhatsApp has nothing of it any more."""
    ref = sent(fake)
    fake.pass_time(8 * DAY)
    with pytest.raises(SendFailedError) as failed:
        whatsapp(GraphEngine(fake)).fetch(ref)
    assert not failed.value.retryable


@pytest.mark.parametrize("source", ["", "../me", "1?access_token=x", "1/2", "é"])
def test_an_id_is_letters_and_digits(fake: Platform, source: str) -> None:
    """Whatever a webhook says, no other call is made with our token."""
    with pytest.raises(InvalidError):
        whatsapp(GraphEngine(fake)).fetch(FileRef("image", source))


def test_a_file_that_says_that_it_is_too_large_is_not_fetched() -> None:
    """Its size is told before a byte of it travels."""
    told = f'{{"url":"{GRAPH}/cdn/1","file_size":{MOST + 1},"id":"1"}}'.encode()
    engine = Canned(Reply(200, {}, told))
    with pytest.raises(InvalidError, match=TOO_LARGE):
        whatsapp(engine).fetch(FileRef("image", "1"))
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.evil.example/x",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:6379/",
        "http://scontent.xx.fbcdn.net/x",
        "https://fbcdn.net.evil.example/x",
        "https://evilfbcdn.net/x",
        "file:///etc/passwd",
        "https://user@graph.example.evil/x",
        "https://[broken/x",
        "https://graph.example:x/",
        "",
    ],
)
def test_nobody_makes_us_call_another_host(url: str) -> None:
    """Not our own network, nor one that looks like Meta's."""
    engine = Canned()
    with pytest.raises(InvalidError, match=ELSEWHERE):
        PageMedia(HttpClient(engine), graph=GRAPH).fetch(FileRef("image", url))
    assert engine.asked == []


@pytest.mark.parametrize("url", ["https://scontent.xx.fbcdn.net/v/1.png?oh=1", "https://cdn.fbsbx.com/v/x.pdf"])
def test_a_file_of_a_page_is_fetched_by_its_address_without_a_token(url: str) -> None:
    """The address is the right to it."""
    engine = Canned(Reply(200, {}, PHOTO))
    assert PageMedia(HttpClient(engine), graph=GRAPH).fetch(FileRef("image", url)) == PHOTO
    assert [(call.url, dict(call.headers)) for call in engine.asked] == [(url, {})]


def test_the_demo_fetches_from_its_own_machine_whatever_it_is_called() -> None:
    """The phones name their server by the address under which it was opened."""
    engine = Canned(Reply(200, {}, PHOTO))
    media = PageMedia(HttpClient(engine), graph="http://127.0.0.1:8020/v25.0")
    assert media.fetch(FileRef("image", "http://localhost:8020/phones/static/photo.png")) == PHOTO
    with pytest.raises(InvalidError):
        media.fetch(FileRef("image", "http://localhost:6379/"))


@pytest.mark.parametrize(("status", "again"), [(404, False), (403, False), (302, False), (429, True), (503, True)])
def test_an_answer_says_whether_asking_again_helps(status: int, again: bool) -> None:  # noqa: FBT001  a case
    """A redirect is not followed: it could lead anywhere."""
    engine = Canned(Reply(status, {"location": "http://127.0.0.1/"}, b""))
    with pytest.raises(SendFailedError) as failed:
        PageMedia(HttpClient(engine), graph=GRAPH).fetch(FileRef("image", "https://x.fbsbx.com/y"))
    assert failed.value.retryable is again


def test_a_file_that_turns_out_too_large_is_not_kept() -> None:
    """Whatever it said before."""
    engine = Canned(Reply(200, {}, b"x" * (MOST + 1)))
    with pytest.raises((InvalidError, OutcomeUnknownError)):
        PageMedia(HttpClient(engine), graph=GRAPH).fetch(FileRef("file", "https://x.fbsbx.com/y"))
