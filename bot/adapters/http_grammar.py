"""HTTP/1.1 as far as the wire speaks it: a request written at once, an answer read as its bytes come (RFC 9112)."""

import re
from urllib.parse import urlsplit

from bot.ports.http import Call, Reply

_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: .*)?")
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_HEX = re.compile(rb"[0-9A-Fa-f]{1,8}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_A_TARGET = re.compile(r"[^\x21-\x7e]")
_LARGEST_HEAD = 64 * 1024
_END = b"\r\n\r\n"
_INTERIM = range(100, 200)
_SWITCHED = 101
_BODILESS = frozenset({204, 304})


class BadAnswerError(Exception):
    """What came is no answer, or is larger than anybody needs; it says nothing of what it held."""


def written(call: Call) -> bytes:
    """A call as it travels; raises `ValueError` for what would be read as more than one request."""
    parts = urlsplit(call.url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    trace = (("X-Request-Id", call.trace),) if call.trace else ()
    fields = [("Host", parts.netloc.rpartition("@")[2]), *call.headers.items(), *trace]
    body = call.body or b""
    if body or call.method in ("POST", "PUT"):
        fields.append(("Content-Length", str(len(body))))
    lines = [f"{call.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
    if _NOT_IN_A_TARGET.search(target) or any(map(_CONTROL.search, lines)):
        raise ValueError("A sign that no request may hold.")
    return "\r\n".join(lines).encode("latin-1") + body


class Answer:
    """One answer on its way in: `feed` it what comes until it gives the whole, `ended` says that no more will come."""

    def __init__(self, *, largest: int) -> None:
        self.keeps = False
        """Whether the connection may serve another call; told when the answer is whole."""
        self._largest = largest
        self._buffer = bytearray()
        self._body = bytearray()
        self._status = 0
        self._headers: dict[str, str] = {}
        self._length: int | None = None
        self._chunked = False
        self._left = -1
        """Bytes left of the chunk that is being read; -1 before its size was read, -2 in the trailer."""

    def feed(self, data: bytes) -> Reply | None:
        """Take bytes in; gives the answer when it is whole. Raises `BadAnswerError`."""
        self._buffer += data
        while not self._status:
            if not self._read_head():
                return None
        if self._chunked:
            return self._reply() if self._read_chunks() else None
        if self._length is None:
            self._check_size(len(self._buffer))
            return None
        if len(self._buffer) < self._length:
            return None
        self._body = self._buffer[: self._length]
        del self._buffer[: self._length]
        return self._reply()

    def ended(self) -> Reply:
        """The answer that ends with its connection. Raises `BadAnswerError` when it is not whole."""
        if not self._status or self._chunked or self._length is not None:
            raise BadAnswerError("The answer is not whole.")
        self._body, self._buffer, self.keeps = self._buffer, bytearray(), False
        return self._reply()

    def _reply(self) -> Reply:
        self.keeps = self.keeps and not self._buffer
        return Reply(self._status, self._headers, bytes(self._body))

    def _read_head(self) -> bool:
        end = self._buffer.find(_END)
        if end < 0 or end > _LARGEST_HEAD:
            if len(self._buffer) > _LARGEST_HEAD:
                raise BadAnswerError("The head of the answer is too large.")
            return False
        first, _, rest = bytes(self._buffer[:end]).partition(b"\r\n")
        del self._buffer[: end + len(_END)]
        found = _STATUS.fullmatch(first)
        if found is None or int(found[2]) == _SWITCHED:
            raise BadAnswerError("The answer is not HTTP.")
        status = int(found[2])
        if status in _INTERIM:
            return True
        self._status, self._headers = status, _fields(rest.decode("latin-1"))
        self._frame(is_newest=found[1] == b"1")
        return True

    def _frame(self, *, is_newest: bool) -> None:
        """How the end of the body is known (RFC 9112, 6.3)."""
        headers = self._headers
        self.keeps = is_newest and "close" not in headers.get("connection", "").lower()
        if self._status in _BODILESS:
            self._length = 0
        elif "transfer-encoding" in headers:
            if headers["transfer-encoding"].lower() != "chunked":
                raise BadAnswerError("The answer is coded in a way that nobody asked for.")
            self._chunked = True
            self.keeps = self.keeps and "content-length" not in headers
        elif "content-length" in headers:
            self._length = _size(headers["content-length"])
            self._check_size(self._length)
        else:
            self.keeps = False

    def _read_chunks(self) -> bool:
        """Move whole parts of chunks into the body; whether the last one has come."""
        while True:
            if self._left > 0:
                part = self._buffer[: self._left]
                if not part:
                    return False
                self._body += part
                del self._buffer[: len(part)]
                self._left -= len(part)
                continue
            line = self._line()
            if line is None:
                return False
            if self._left == 0:
                self._left = -1
                if line:
                    raise BadAnswerError("A chunk is longer than it says.")
            elif self._left == -1:
                self._begin_chunk(line)
            elif not line:
                return True

    def _begin_chunk(self, line: bytes) -> None:
        size = line.partition(b";")[0].strip()
        if not _HEX.fullmatch(size):
            raise BadAnswerError("A chunk has no size.")
        self._left = int(size, 16) or -2
        self._check_size(len(self._body) + max(self._left, 0))

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            if len(self._buffer) > _LARGEST_HEAD:
                raise BadAnswerError("A line of the answer does not end.")
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        return line

    def _check_size(self, size: int) -> None:
        if size > self._largest:
            raise BadAnswerError("The answer is too large.")


def _fields(text: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in text.split("\r\n") if text else ():
        name, colon, value = line.partition(":")
        if not colon or not _NAME.fullmatch(name):
            raise BadAnswerError("A header of the answer is none.")
        name, value = name.lower(), value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _size(text: str) -> int:
    sizes = {part.strip() for part in text.split(",")}
    size = sizes.pop()
    if sizes or not (size.isascii() and size.isdigit()) or len(size) > len(str(2**63)):
        raise BadAnswerError("The answer does not say how long it is.")
    return int(size)
