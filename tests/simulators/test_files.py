"""Proves bot/simulators/files.py, attachments.py and whatsapp_media.py: uploads, ids, and addresses that end."""

from typing import Any

import msgspec
import pytest

from bot.simulators.accounts import DAY
from bot.simulators.files import FIVE_MINUTES
from bot.simulators.requests import read_request
from tests.simulators.caller import ADA, BEN, Caller, messenger, whatsapp

PNG = b"\x89PNG\r\n\x1a\n\r\n--not-a-boundary\r\n\x00\xff"


def _form(content: bytes, mime: str, **fields: str) -> tuple[bytes, str]:
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{told}\r\n' for name, told in fields.items()]
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: {mime}\r\n\r\n'
    return "".join(parts).encode() + head.encode() + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


def _upload(caller: Caller, content: bytes = PNG, mime: str = "image/png", **fields: str) -> tuple[int, Any]:
    body, kind = _form(content, mime, **({"messaging_product": "whatsapp"} | fields))
    return caller.call("POST", f"{caller.product.account.id}/media", body, **{"Content-Type": kind})


def _fetch(caller: Caller, url: str, token: str) -> int:
    answer = caller.product.files.download(read_request("GET", url, {"Authorization": f"Bearer {token}"}, b""))
    assert answer is not None
    return int(answer.status)


def test_a_picture_of_a_traveller_is_fetched_in_two_steps_with_the_token_within_five_minutes() -> None:
    """Nobody else gets it, and an address that lies about is worth nothing."""
    caller = whatsapp()
    caller.product.attaches(BEN, "image", caption="my passport", content="the bytes")
    image = caller.told()[0]["value"]["messages"][0]["image"]
    told = caller.call("GET", image["id"])[1]
    assert (told["sha256"], told["mime_type"], told["file_size"]) == (image["sha256"], "image/jpeg", 9)
    token = caller.product.account.token
    assert _fetch(caller, told["url"], "other") == 401
    assert _fetch(caller, told["url"], token) == 200
    caller.clock.move(FIVE_MINUTES)
    assert _fetch(caller, told["url"], token) == 404
    caller.clock.move(7 * DAY)
    assert caller.call("GET", image["id"])[1]["error"]["error_subcode"] == 33
    assert caller.product.files.download(read_request("GET", "https://g.example/cdn/1", {}, b"")) is None


def test_an_uploaded_file_is_sent_by_its_id_for_a_month() -> None:
    """A boarding pass is uploaded once, byte for byte, and sent as the kind that it is."""
    caller = whatsapp()
    file = _upload(caller)[1]["id"]
    assert caller.product.files.find(file).content == PNG
    request = {"messaging_product": "whatsapp", "to": f"+{BEN}", "type": "image", "image": {"id": file}}
    caller.post("messages", request)
    sticker = {**request, "type": "sticker", "sticker": {"id": file}}
    del sticker["image"]
    assert caller.refused("messages", sticker) == (131053, None)
    caller.clock.move(30 * DAY)
    caller.product.says(BEN, "still here")
    assert caller.refused("messages", request) == (131009, None)


def test_a_file_can_be_deleted() -> None:
    """What a traveller wants forgotten is gone."""
    caller = whatsapp()
    file = _upload(caller)[1]["id"]
    assert caller.call("DELETE", file)[1] == {"success": True}
    assert caller.call("GET", file)[0] == 400


@pytest.mark.parametrize(
    ("content", "mime", "fields", "code"),
    [
        (b"x" * (5 * 1024 * 1024 + 1), "image/png", {}, 131053),
        (b"x" * (500 * 1024 + 1), "image/webp", {}, 131053),
        (b"x", "model/obj", {}, 131053),
        (b"x", "image/png", {"messaging_product": "messenger"}, 100),
    ],
)
def test_what_is_too_large_or_of_no_known_kind_is_not_taken(
    content: bytes, mime: str, fields: dict[str, str], code: int
) -> None:
    """The sizes are WhatsApp's."""
    assert _upload(whatsapp(), content, mime, **fields)[1]["error"]["code"] == code


def test_a_form_without_a_file_or_none_at_all_is_refused() -> None:
    """An upload is a form with a file."""
    caller = whatsapp()
    assert caller.refused("media", {"file": "x"}) == (100, None)
    path = f"{caller.product.account.id}/media"
    for body in (b"--b--\r\n", b"nonsense"):
        status, _ = caller.call("POST", path, body, **{"Content-Type": "multipart/form-data; boundary=b"})
        assert status == 400


def test_a_page_saves_a_picture_and_sends_it_by_its_id() -> None:
    """Saved by its address or as a file; sent as the kind that it was saved as."""
    caller = messenger()
    payload = {"url": "https://air.example/pass.png", "is_reusable": True}
    saved = caller.post("message_attachments", {"message": {"attachment": {"type": "image", "payload": payload}}})
    attachment = {"type": "image", "payload": saved}
    caller.post("messages", caller.message({"attachment": attachment}))
    film = {"media_type": "video", **saved}
    template = {"type": "template", "payload": {"template_type": "media", "elements": [film]}}
    assert caller.refused("messages", caller.message({"attachment": template})) == (100, 2018047)
    unknown = {"type": "image", "payload": {"attachment_id": "1"}}
    assert caller.refused("messages", caller.message({"attachment": unknown})) == (100, 2018074)
    described = msgspec.json.encode({"attachment": {"type": "file", "payload": {"is_reusable": True}}}).decode()
    body, kind = _form(PNG, "application/pdf", message=described)
    status, answer = caller.call("POST", "me/message_attachments", body, **{"Content-Type": kind})
    assert status == 200
    caller.post("messages", caller.message({"attachment": {"type": "file", "payload": answer}}, ADA))


@pytest.mark.parametrize(
    "attachment",
    [{}, {"type": "template", "payload": {"url": "https://x.example"}}, {"type": "image", "payload": {}},
     {"type": "image", "payload": {"url": "x"}}],
)  # fmt: skip
def test_what_cannot_be_saved_is_refused(attachment: dict[str, Any]) -> None:
    """An asset has a type and an address."""
    assert messenger().refused("message_attachments", {"message": {"attachment": attachment}})[0] == 100


def test_a_file_for_a_page_can_be_too_large_or_badly_described() -> None:
    """Eight megabytes for a picture."""
    caller = messenger()
    described = '{"attachment": {"type": "image"}}'
    body, kind = _form(b"x" * (8 * 1024 * 1024 + 1), "image/png", message=described)
    status, answer = caller.call("POST", "me/message_attachments", body, **{"Content-Type": kind})
    assert answer["error"]["error_subcode"] == 2018109
    body, kind = _form(b"x", "image/png", message="no json")
    assert caller.call("POST", "me/message_attachments", body, **{"Content-Type": kind})[0] == status == 400
