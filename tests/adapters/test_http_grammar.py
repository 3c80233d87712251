"""Proves bot/adapters/http_grammar.py: an answer is the same however its bytes are cut, and what is none is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.http_grammar import Answer, BadAnswerError, written
from bot.ports.http import Call, Reply

WHOLE = {
    "length": (b"HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 5\r\n\r\nhello", b"hello", True),
    "chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=1\r\n there\r\n0\r\nT: 1\r\n\r\n",
        b"hello there",
        True,
    ),
    "interim": (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", b"", True),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", b"", True),
    "old": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", b"hi", False),
    "closing": (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nhi", b"hi", False),
    "twice the same length": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi", b"hi", True),
    "both": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        b"hi",
        False,
    ),
}
BAD = {
    "not http": b"SSH-2.0-OpenSSH\r\n\r\n",
    "switching": b"HTTP/1.1 101 Switching\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
    "negative": b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n",
    "huge": b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n",
    "huge chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    "endless size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 70_000,
    "odd chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    "packed": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "folded": b"HTTP/1.1 200 OK\r\nA: 1\r\n B: 2\r\n\r\n",
    "endless head": b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000,
}


def answer() -> Answer:
    """An answer of at most a million bytes."""
    return Answer(largest=1_000_000)


def fed(one: Answer, data: bytes, step: int) -> Reply | None:
    """What an answer comes to that arrives in pieces of a size."""
    reply = None
    for start in range(0, len(data), step):
        assert reply is None, "the answer was whole before its end"
        reply = one.feed(data[start : start + step])
    return reply


@pytest.mark.parametrize("step", [1, 2, 7, 1000])
@pytest.mark.parametrize("name", WHOLE)
def test_an_answer_is_the_same_however_it_is_cut(name: str, step: int) -> None:
    """What the platform said does not depend on how the network carried it."""
    data, body, keeps = WHOLE[name]
    one = answer()
    reply = fed(one, data, step)
    assert reply is not None
    assert (reply.body, one.keeps) == (body, keeps)


def test_an_answer_may_end_with_its_connection() -> None:
    """An old proxy that tells no length is understood, and its connection used no more."""
    one = answer()
    assert one.feed(b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>") is None
    assert one.feed(b"</html>") is None
    reply = one.ended()
    assert (reply.status, reply.body, one.keeps) == (502, b"<html></html>", False)


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"])
def test_what_ends_too_early_is_no_answer(data: bytes) -> None:
    """Half an answer is not taken for one."""
    one = answer()
    one.feed(data)
    with pytest.raises(BadAnswerError):
        one.ended()


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_answer_is_refused(name: str) -> None:
    """Nobody reads one traveller's answer out of the rest of another's, and nobody fills our memory."""
    with pytest.raises(BadAnswerError):
        answer().feed(BAD[name])


def test_what_comes_behind_an_answer_costs_its_connection() -> None:
    """Bytes that nobody asked for are not taken for the next answer."""
    one = answer()
    assert one.feed(WHOLE["length"][0] + b"HTTP/1.1 200 OK") is not None
    assert not one.keeps


@given(data=st.binary(max_size=300), good=st.sampled_from(sorted(WHOLE)))
def test_any_bytes_are_an_answer_or_refused(data: bytes, good: str) -> None:
    """A peer that has gone mad raises nothing that nobody expects."""
    for begun in (b"", WHOLE[good][0][:40]):
        one = answer()
        try:
            reply = one.feed(begun + data)
        except BadAnswerError:
            continue
        assert reply is None or isinstance(reply, Reply)


def test_a_request_is_written_with_its_length_and_host() -> None:
    """The peer knows where the request ends and for whom it is."""
    call = Call(method="POST", url="https://u:p@graph.example:8443/v1/x?a=b", headers={"A": "1"}, body=b"{}", trace="t")
    assert written(call) == (
        b"POST /v1/x?a=b HTTP/1.1\r\nHost: graph.example:8443\r\nA: 1\r\nX-Request-Id: t\r\nContent-Length: 2\r\n\r\n{}"
    )
    assert written(Call(method="GET", url="http://h")) == b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
