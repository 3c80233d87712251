"""Files of flows: what goes out comes in again, and what cannot be is refused with the reason."""

import io
from time import perf_counter

import msgspec
import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.services import flow_drafts
from tests.builders.flow_desk import console_of, flow_desk, sits
from tests.builders.flow_room import BEA, acts, worded
from tests.builders.house import House

PAGE = "/staff/flows"
BAGS = {"spec": 2, "flow": "bags", "start": "a", "nodes": {"a": {"end": True}}, "texts": {"en": {}, "fr": {}}}


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    return flow_desk(monkeypatch)


@pytest.fixture(name="edi")
def _edi(home: House) -> FlaskClient:
    return sits(console_of(home))


def sent(client: FlaskClient, content: bytes, **fields: str) -> TestResponse:
    """The answer to a file; the body is written here, for Werkzeug's client keeps large ones in files."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    head = '--cut\r\nContent-Disposition: form-data; name="file"; filename="flow.json"\r\n\r\n'
    body = "".join((*parts, head)).encode() + content + b"\r\n--cut--\r\n"
    return client.post(f"{PAGE}/import", data=body, content_type="multipart/form-data; boundary=cut")


def test_what_goes_out_comes_in_again(home: House, edi: FlaskClient) -> None:
    """As JSON and as YAML, for editing elsewhere; the name says what it is."""
    worded(home, "From where?")
    for kind, read in (("json", msgspec.json.decode), ("yaml", yaml.safe_load)):
        answer = edi.get(f"{PAGE}/book/export.{kind}")
        assert f'filename="book-draft.{kind}"' in answer.headers["Content-Disposition"]
        document = read(answer.data)
        assert document == flow_drafts.shown(home.runtime, "book").document
        document["texts"]["en"]["ask_origin"] = kind
        file = msgspec.json.encode(document) if kind == "json" else yaml.safe_dump(document, sort_keys=False).encode()
        seen = flow_drafts.shown(home.runtime, "book").version
        assert sent(edi, file, flow="book", seen=str(seen)).headers["Location"] == f"{PAGE}/book?done=imported"
        assert flow_drafts.shown(home.runtime, "book").document["texts"]["en"]["ask_origin"] == kind
    live = edi.get(f"{PAGE}/book/export.json?revision=1")
    assert "From where?" not in live.text


def test_a_new_flow_begins_from_a_file(home: House, edi: FlaskClient) -> None:
    """Under the name that it has in it; one that exists is opened first."""
    assert sent(edi, msgspec.json.encode(BAGS)).headers["Location"] == f"{PAGE}/bags?done=imported"
    assert [what for _, what, _ in acts(home)] == ["flow.create", "flow.edit"]
    assert "There is a flow &#39;bags&#39; already" in sent(edi, msgspec.json.encode(BAGS)).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "A flow is an object"),
        (b"[1, 2", "not YAML"),
        (b"a: &a [*a]", "anchors and aliases"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"{" * 5000, "nested deeper"),
        (msgspec.json.encode({**BAGS, "evil": 1}), "unknown field"),
        (msgspec.json.encode({**BAGS, "nodes": {f"s{at}": {} for at in range(10_000)}}), "1000 nodes"),
        (msgspec.json.encode({**BAGS, "flow": "../etc"}), "cannot be called"),
        (msgspec.json.encode({**BAGS, "texts": {"en": {"a": "x" * 530_000}}}), "KiB"),
        (msgspec.json.encode({**BAGS, "nodes": {"a": {"locked": True, "do": [{"do": "burn"}]}}}), "Invalid value"),
    ],
)
def test_what_cannot_be_a_flow_is_refused_with_the_reason(
    content: bytes, reason: str, home: House, edi: FlaskClient
) -> None:
    """And nothing has begun by it."""
    answer = sent(edi, content)
    assert answer.status_code == 400
    assert reason in answer.text
    assert acts(home) == []


class Untouchable(io.RawIOBase):
    """A body that nobody may read."""

    def read(self, size: int = -1) -> bytes:
        """It cannot be."""
        raise AssertionError(size)


@pytest.mark.parametrize(("size", "told"), [(20_000_000, "19,531 KiB"), (700_000, "683 KiB")])
def test_twenty_megabytes_are_not_even_read(edi: FlaskClient, size: int, told: str) -> None:
    """The body is refused by its length, in less than a second, and the page says what a flow may have."""
    began = perf_counter()
    answer = edi.post(
        f"{PAGE}/import",
        content_type="multipart/form-data; boundary=cut",
        environ_overrides={"wsgi.input": Untouchable(), "CONTENT_LENGTH": str(size)},
    )
    assert perf_counter() - began < 1
    assert answer.status_code == 413
    assert f"A flow may have 512 KiB. What you sent has {told}" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_body_that_hides_its_length_is_read_no_further_than_a_flow_goes(edi: FlaskClient) -> None:
    """Sent piece by piece, it ends where the limit is."""
    body = io.BytesIO(b"x" * 2_000_000)
    answer = edi.post(
        f"{PAGE}/import",
        content_type="multipart/form-data; boundary=cut",
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert (answer.status_code, "A flow may have 512 KiB. What you sent has more" in answer.text) == (413, True)
    assert body.tell() < 1_500_000


def test_a_file_replaces_no_draft_that_changed_meanwhile_and_no_other_flow(home: House, edi: FlaskClient) -> None:
    """Both are said; no file at all is, too."""
    document = edi.get(f"{PAGE}/book/export.json").data
    worded(home, "Theirs?", person=BEA)
    assert sent(edi, document, flow="book", seen="0").status_code == 409
    assert "This is the flow" in sent(edi, msgspec.json.encode(BAGS), flow="book", seen="1").text
    assert "Choose a file" in edi.post(f"{PAGE}/import", data={"flow": "book"}).text
    assert edi.get(f"{PAGE}/import?flow=nothing").status_code == 404
    assert edi.get(f"{PAGE}/book/export.exe").status_code == 404
    assert edi.get(f"{PAGE}/book/export.json?revision=99").status_code == 404
