"""A mail server on loopback that takes mails as RFC 5321 has it, and refuses, hangs up or is silent when told to."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import msgspec


class Taken(msgspec.Struct, frozen=True):
    """One mail as it came, with its envelope and how the talk went."""

    sender: str
    to: str
    content: bytes
    secure: bool
    user: str


class MailServer(ThreadingTCPServer):
    """`answers` replace the usual answer to a verb; "" hangs up. `trusted` is what a client has to trust."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, tls: ssl.SSLContext | None = None, at_once: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.tls = tls
        self.at_once = at_once
        self.taken: list[Taken] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


_USUAL: Mapping[str, str] = {
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    ".": "250 taken",
    "AUTH": "235 welcome",
    "QUIT": "221 bye",
    "RSET": "250 fine",
    "STARTTLS": "220 go on",
}


class _Talk(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.secure, self.user, self.said = False, "", {"MAIL": "", "RCPT": ""}
        if self.server.at_once:
            self._encrypt()
        self._answer(self.server.answers.get("hello", "220 mail.example at your service"))
        while line := self.rfile.readline():
            words = line.decode().strip()
            if not self._take(words.partition(" ")[0].upper(), words):
                return

    def _take(self, verb: str, words: str) -> bool:
        if verb in self.said:
            self.said[verb] = words.partition("<")[2].partition(">")[0]
        if verb == "EHLO":
            offers = ["mail.example", "AUTH PLAIN"] + ["STARTTLS"] * bool(self.server.tls and not self.secure)
            return self._answer("\r\n".join([f"250-{offer}" for offer in offers] + ["250 SIZE"]))
        if verb == "AUTH":
            self.user = words.rpartition(" ")[2]
        going = self._answer(self.server.answers.get(verb, _USUAL.get(verb, "502 what?")))
        if verb == "STARTTLS":
            self._encrypt()
        if verb == "DATA" and going and "DATA" not in self.server.answers:
            return self._content()
        return going and verb != "QUIT"

    def _content(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = self.server.answers.get(".", _USUAL["."])
        if answer.startswith("250") or not answer:
            content = b"".join(lines)
            self.server.taken.append(Taken(self.said["MAIL"], self.said["RCPT"], content, self.secure, self.user))
        return self._answer(answer)

    def _encrypt(self) -> None:
        assert self.server.tls
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile.close()
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secure = True

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _answer(self, text: str) -> bool:
        if text:
            self.wfile.write(text.encode() + b"\r\n")
        return bool(text)


@contextmanager
def mail_server(*, tls: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[MailServer]:
    """A server that runs while the block does."""
    with MailServer(tls=tls, at_once=at_once) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
