"""Commands to one Redis: a connection a thread, no command ever repeated on its own, every failure an UnavailableError.

Theory. redis-py's client costs twice the CPU of the connection below it (its pool is asked and its answers are
wrapped at each command) and its defaults send a write again after a timeout, which may then happen twice. So each
thread keeps one connection of redis-py's, which brings TLS, authentication and the protocol, and speaks on it.
"""

from collections.abc import Iterator, Sequence
from threading import Lock, local
from typing import Any
from weakref import WeakSet

from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError
from redis.exceptions import ResponseError as RefusedError
from redis.retry import Retry

from bot.adapters.redis.scripts import Script
from bot.domain.errors import UnavailableError

WAIT = 0.5
"""Seconds that a web process waits for an answer: Redis answers in less than one millisecond, or is in trouble."""
CONNECT_WAIT = 0.3

Argument = str | bytes | int | float
Command = tuple[Argument, ...]

_AWAY = "Redis is away."


class Refused(UnavailableError):  # noqa: N818  an answer to one command, handed on as a value by `batch`
    """Redis answered and would not do it (a missing group, a full memory); `code` is the first word of its answer."""

    def __init__(self, answer: RefusedError) -> None:
        super().__init__(f"Redis refused: {str(answer)[:80]}")
        self.code = "NOSCRIPT" if isinstance(answer, NoScriptError) else str(answer).partition(" ")[0]


MOST_CONNECTIONS = 8192
"""Each thread has one of its own, and a `live` process has as many threads as open pages; the library allows 100."""


class Store:
    """One Redis. `wait` is how many seconds an answer may take; blocking reads need a store of their own."""

    def __init__(self, url: str, *, wait: float = WAIT) -> None:
        self._pool = ConnectionPool.from_url(
            url,
            socket_timeout=wait,
            socket_connect_timeout=CONNECT_WAIT,
            retry=Retry(NoBackoff(), 0),
            max_connections=MOST_CONNECTIONS,
        )
        self._local = local()
        self._lock = Lock()
        self._connections: WeakSet[Any] = WeakSet()  # web threads come and go, and take their connections along

    def call(self, *command: Argument) -> Any:
        """The answer to one command; raises `UnavailableError`."""
        connection = self._connection()
        try:
            connection.send_packed_command([_packed(command)])
            return connection.read_response()
        except RefusedError as error:
            raise Refused(error) from None
        except (RedisError, OSError) as error:
            raise self._broken(error) from None

    def read(self, *command: Argument) -> Any:
        """As `call`, for commands that change nothing: asked once more when the connection turns out to be dead."""
        try:
            return self.call(*command)
        except Refused:
            raise
        except UnavailableError:
            return self.call(*command)

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Argument] = ()) -> Any:
        """The answer of a script, which is sent whole when Redis does not know it yet; raises `UnavailableError`."""
        connection = self._connection()
        try:
            connection.send_packed_command([_packed(by_sha(script, keys, arguments))])
            return connection.read_response()
        except NoScriptError:
            return self.call("EVAL", script.text, len(keys), *keys, *arguments)
        except RefusedError as error:
            raise Refused(error) from None
        except (RedisError, OSError) as error:
            raise self._broken(error) from None

    def batch(self, commands: Sequence[Command]) -> list[Any]:
        """Send all, then read all: one round trip. What Redis refuses comes as a `Refused` in its place."""
        if not commands:
            return []
        connection = self._connection()
        try:
            connection.send_packed_command([b"".join(map(_packed, commands))])
            return [_answer(connection) for _ in commands]
        except (RedisError, OSError) as error:
            raise self._broken(error) from None

    def listen(self, channel: str, *, silence: float) -> Iterator[bytes | None]:
        """What is published from now on; None after each `silence` of so many seconds; raises `UnavailableError`.

        The thread's connection is given up when nobody listens any more: it is good for nothing else.
        """
        connection = self._connection()
        try:
            connection.send_packed_command([_packed(("SUBSCRIBE", channel))])
            while True:
                told = connection.read_response(push_request=True) if connection.can_read(timeout=silence) else None
                if told is None or told[0] == b"message":
                    yield told and told[2]
        except (RedisError, OSError) as error:
            raise self._broken(error) from None
        finally:
            connection.disconnect()

    def load(self, scripts: Sequence[Script]) -> None:
        """Make scripts known, for batches that call them by `by_sha`; raises `UnavailableError`."""
        for script in scripts:
            self.call("SCRIPT", "LOAD", script.text)

    def close(self) -> None:
        """Close the connections of all threads; who speaks again gets a new one."""
        with self._lock:
            for connection in list(self._connections):
                connection.disconnect()

    def _connection(self) -> Any:
        try:
            return self._local.connection
        except AttributeError:
            self._local.connection = connection = self._pool.make_connection()
            with self._lock:
                self._connections.add(connection)
            return connection

    def _broken(self, error: BaseException) -> UnavailableError:
        """After an error nobody knows what is still on its way in: the next command connects anew."""
        self._local.connection.disconnect()
        return UnavailableError(f"{_AWAY} ({type(error).__name__})")


def by_sha(script: Script, keys: Sequence[str], arguments: Sequence[Argument] = ()) -> Command:
    """The command that runs a script which is known already."""
    return ("EVALSHA", script.sha, len(keys), *keys, *arguments)


def _packed(command: Command) -> bytes:
    """A command as it travels: an array of bulk strings (Redis serialization protocol), packed cheaply."""
    parts = [b"*%d\r\n" % len(command)]
    for argument in command:
        data = argument if isinstance(argument, bytes) else str(argument).encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(data), data))
    return b"".join(parts)


def _answer(connection: Any) -> Any:
    try:
        return connection.read_response()
    except RefusedError as error:
        return Refused(error)
