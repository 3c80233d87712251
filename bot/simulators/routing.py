"""Conversation routing: which app owns a thread, who may speak in it, and who only listens.

Meta, Messenger Platform: "Conversation Routing". Without a default app every connected app hears and may answer, until
one passes the thread on; with one, a thread belongs to the default app unless it was given or taken.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from bot.simulators.accounts import DAY, WEEK
from bot.simulators.checks import part
from bot.simulators.faults import Refusal
from bot.simulators.requests import Request

Tell = Callable[[str, dict[str, Any]], None]
"""Tells our app of something that happened in a traveller's thread."""


class Hold(msgspec.Struct, frozen=True):
    """An app's hold of a thread, and until when."""

    app: str
    until: int


class Routing:
    """Who owns which thread. `default` is the default app, "" when the account has none."""

    def __init__(self, now: Callable[[], int], app: str, tell: Tell, *, refusal: int) -> None:
        self.default = ""
        self._now = now
        self._app = app
        self._tell = tell
        self._refusal = refusal
        self._holds: dict[str, Hold] = {}

    def edges(self) -> dict[str, Callable[[Request], Any]]:
        """What can be called."""
        return {
            "POST pass_thread_control": self._pass,
            "POST release_thread_control": self._release,
            "POST take_thread_control": self._take,
            "POST request_thread_control": self._request,
            "POST extend_thread_control": self._extend,
            "GET thread_owner": self._owner,
        }

    def owner(self, user: str) -> str:
        """The app that owns a thread now, "" when it is idle."""
        hold = self._holds.get(user)
        return hold.app if hold and hold.until > self._now() else ""

    def listens_only(self, user: str) -> bool:
        """Whether another app owns the thread, so that ours is sent copies."""
        owner = self.owner(user) or self.default
        return owner not in {"", self._app}

    def heard(self, user: str) -> None:
        """The traveller did something: the thread is active for a day, and of the default app unless another has it."""
        owner = self.owner(user) or self.default
        if owner:
            self._holds[user] = Hold(owner, self._now() + DAY)

    def check(self, user: str) -> None:
        """Refuse that our app speaks in a thread of another's."""
        if self.listens_only(user):
            raise Refusal(100, self._refusal, "Another app is controlling this thread now")

    def give(self, user: str, app: str, *, metadata: str = "", taken: bool = False) -> None:
        """Another app gets the thread, or takes it; both sides hear of it."""
        before = self.owner(user) or self.default or self._app
        self._holds[user] = Hold(app, self._now() + DAY)
        told = {"previous_owner_app_id": before, "new_owner_app_id": app, "metadata": metadata}
        self._tell(user, {"take_thread_control" if taken else "pass_thread_control": told})

    def ask(self, user: str, app: str, metadata: str = "") -> None:
        """Another app asks our app for the thread."""
        self._tell(user, {"request_thread_control": {"requested_owner_app_id": app, "metadata": metadata}})

    def after(self, user: str, control: dict[str, Any]) -> None:
        """What a message asked for is done once it was sent."""
        if control.get("control_type") == "pass":
            self._holds[user] = Hold(str(control.get("app_id") or self.default), self._now() + DAY)
        elif control.get("control_type") == "release":
            self._holds.pop(user, None)

    def _pass(self, request: Request) -> dict[str, Any]:
        fields = request.fields()
        user, target = _recipient(fields), str(fields.get("target_app_id", ""))
        if not target.isdigit():
            raise Refusal(100, None, "Param target_app_id must be an app id")
        self.check(user)
        self._holds[user] = Hold(target, self._now() + DAY)
        return {"success": True}

    def _release(self, request: Request) -> dict[str, Any]:
        user = _recipient(request.fields())
        self.check(user)
        self._holds.pop(user, None)
        return {"success": True}

    def _take(self, request: Request) -> dict[str, Any]:
        user = _recipient(request.fields())
        if self.default != self._app:
            raise Refusal(100, 2018171, "Only the default app can take a thread")
        self._holds[user] = Hold(self._app, self._now() + DAY)
        return {"success": True}

    def _request(self, request: Request) -> dict[str, Any]:
        _recipient(request.fields())
        if not self.default:
            raise Refusal(100, 2018171, "Threads can be asked for only where there is a default app")
        return {"success": True}

    def _extend(self, request: Request) -> dict[str, Any]:
        fields = request.fields()
        user, told = _recipient(fields), str(fields.get("duration", ""))
        self.check(user)
        seconds = int(told) if told.isdecimal() and len(told) < len(str(WEEK)) else 0
        if not 0 < seconds * 1000 <= WEEK:
            raise Refusal(100, None, "Param duration must be between 1 and 604800")
        self._holds[user] = Hold(self._app, self._now() + seconds * 1000)
        return {"success": True}

    def _owner(self, request: Request) -> dict[str, Any]:
        user = str(request.query.get("recipient", ""))
        hold = self._holds.get(user)
        if hold is None or not self.owner(user):
            return {"data": [{"thread_owner": {}}]}
        told: dict[str, Any] = {"expiration": hold.until // 1000}
        if self._app in {hold.app, self.default}:
            told["app_id"] = hold.app
        return {"data": [{"thread_owner": told}]}


def _recipient(fields: dict[str, Any]) -> str:
    user = part(fields, "recipient").get("id")
    if not isinstance(user, str) or not user:
        raise Refusal(100, None, "The parameter recipient is required")
    return user
