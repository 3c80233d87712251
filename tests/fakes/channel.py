"""A platform in memory that keeps what it is sent and fails as it is told."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec

from bot.domain.conversation.messages import Message, spoken
from bot.domain.conversation.notices import Filled
from bot.domain.conversation.window import FOR_PEOPLE, WITH_TEMPLATES
from bot.domain.errors import SendFailedError
from bot.domain.ids import ThreadKey
from bot.ports.channel import Inbound, Sending, SendResult
from bot.ports.http import Call


def failure(reason: str, *, retryable: bool = False, retry_after: float = 0) -> SendFailedError:
    """What a channel raises."""
    return SendFailedError(f"told to fail: {reason}", reason=reason, retryable=retryable, retry_after=retry_after)


class FakeChannel:
    """The port `Channel`, as far as the courier goes: `fail` holds errors to raise, by key, the next one first.

    A message whose outcome is unknown did arrive.
    """

    def __init__(self, name: str, *, before: Callable[[str], object] = lambda _: None) -> None:
        self.name = name
        self.before = before
        self.sent: list[tuple[str, str, str]] = []
        """Thread, key and words of what arrived."""
        self.answers: list[SendResult] = []
        """What the next messages are answered, where a test cares."""
        self.fail: dict[str, list[SendFailedError]] = defaultdict(list)

    def handshake(self, _query: Any) -> str | None:
        """Nobody asks."""
        return None

    def verify(self, _headers: Any, _body: bytes) -> bool:
        """Nothing comes in here."""
        return False

    def parse(self, _body: bytes) -> tuple[Inbound, ...]:
        """Nothing comes in here."""
        return ()

    def other_names(self, _body: bytes) -> dict[str, str]:
        """Nobody has a second name here."""
        return {}

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """One request, two for words with a line between."""
        words = spoken(message)
        return tuple({"text": part, "tag": msgspec.to_builtins(message)["type"]} for part in words.split("\n---\n"))

    def render_as_person(self, message: Message) -> tuple[dict[str, Any], ...]:
        """As it is, where a person's words pass for a week."""
        if self.name not in FOR_PEOPLE:
            return ()
        return tuple({**request, "text": f"(person) {request['text']}"} for request in self.render(message))

    def render_template(self, filled: Filled) -> tuple[dict[str, Any], ...]:
        """The template's name and values, where templates are taken."""
        if self.name not in WITH_TEMPLATES:
            return ()
        values = " | ".join([filled.template, filled.language, *(text for _, text in filled.values), filled.suffix])
        return ({"text": f"(template) {values}"},)

    def send(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> SendResult:
        """Keep it, or fail."""
        self.before(key)
        errors = self.fail.get(key)
        error = errors.pop(0) if errors else None
        if error is None or error.reason == "unknown_outcome":
            self.sent.append((str(thread), key, request["text"]))
        if error is not None:
            raise error
        return self.answers.pop(0) if self.answers else SendResult(f"mid.{key}")

    def sending(self, thread: ThreadKey, request: dict[str, Any], *, key: str) -> Sending:
        """Ask for a call that names the key; keep or fail when it is answered."""
        yield Call(method="POST", url=f"https://platform.example/{key}")
        return self.send(thread, request, key=key)

    @property
    def words(self) -> list[str]:
        """What arrived, in order."""
        return [text for _, _, text in self.sent]
