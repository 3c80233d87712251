"""What a page or an Instagram account shows before anybody writes: Get Started, questions, menu, greeting, personas."""

from collections.abc import Callable
from typing import Any

from bot.simulators.checks import address, listed, part, sized, word
from bot.simulators.faults import Refusal
from bot.simulators.messenger_rules import refuse
from bot.simulators.profile_rules import menu, problems
from bot.simulators.rates import Rate
from bot.simulators.requests import Request

_TEN_MINUTES = 600_000
_CALLS = 10


class Profile:
    """The properties of one account, and those of single travellers."""

    def __init__(self, now: Callable[[], int], new_id: Callable[[], str], *, instagram: bool) -> None:
        self.properties: dict[str, Any] = {}
        self.own_menus: dict[str, Any] = {}
        """Menus of single travellers."""
        self.personas: dict[str, dict[str, Any]] = {}
        self._now = now
        self._new_id = new_id
        self._instagram = instagram
        self._calls = Rate(_CALLS, _TEN_MINUTES)
        self._own_calls: dict[str, Rate] = {}

    def edges(self) -> dict[str, Callable[[Request], Any]]:
        """What can be called."""
        shared: dict[str, Callable[[Request], Any]] = {
            "GET messenger_profile": self._get,
            "POST messenger_profile": self._set,
            "DELETE messenger_profile": self._delete,
        }
        if self._instagram:
            return shared
        return shared | {
            "POST custom_user_settings": self._set_own,
            "DELETE custom_user_settings": self._delete_own,
            "POST personas": self._add_persona,
            "GET personas": lambda _: {"data": list(self.personas.values())},
        }

    def node(self, request: Request) -> Any:
        """The answer to a call to a persona, None for any other node."""
        if request.edge or request.node not in self.personas:
            return None
        if request.method == "DELETE":
            del self.personas[request.node]
            return {"success": True}
        return self.personas[request.node]

    def started(self) -> str:
        """What the button Get Started brings."""
        return str(part(self.properties, "get_started").get("payload", "")) or "GET_STARTED"

    def titles(self, user: str) -> dict[str, str]:
        """What the traveller can tap without a message: titles of the menu and questions, by payload."""
        menus = listed(self.own_menus.get(user)) or listed(self.properties.get("persistent_menu"))
        told = listed(self.properties.get("ice_breakers"))
        actions = [action for one in [*menus, *told] for action in listed(one.get("call_to_actions"))]
        questions = [one for one in told if "question" in one]
        named = [(one.get("payload"), one.get("title") or one.get("question")) for one in [*actions, *questions]]
        return {str(payload): str(title) for payload, title in named if payload}

    def _count(self) -> None:
        if not self._calls.take(self._now()):
            raise Refusal(613, None, "Calls to this api have exceeded the rate limit")

    def _told(self, request: Request) -> dict[str, Any]:
        fields = request.fields()
        platform = fields.pop("platform", "instagram" if self._instagram and request.node != "me" else "messenger")
        if (platform == "instagram") != self._instagram:
            raise Refusal(100, None, "Param platform names another product than the account's")
        return fields

    def _get(self, request: Request) -> dict[str, Any]:
        names = [name for name in word(self._told(request), "fields").split(",") if name]
        if not names:
            raise Refusal(100, None, "The parameter fields is required")
        shown = {name: self.properties[name] for name in names if name in self.properties}
        return {"data": [shown] if shown else []}

    def _set(self, request: Request) -> dict[str, Any]:
        self._count()
        told = self._told(request)
        refuse(problems(told, instagram=self._instagram))
        self._need_start({**self.properties, **told})
        self.properties |= told
        return {"result": "success"}

    def _delete(self, request: Request) -> dict[str, Any]:
        self._count()
        names = self._told(request).get("fields")
        if not isinstance(names, list) or not names:
            raise Refusal(100, None, "The parameter fields is required")
        kept = {name: value for name, value in self.properties.items() if name not in names}
        self._need_start(kept)
        self.properties = kept
        return {"result": "success"}

    def _need_start(self, properties: dict[str, Any]) -> None:
        if "persistent_menu" in properties and "get_started" not in properties and not self._instagram:
            raise Refusal(100, None, "You must set a Get Started button if you also wish to use a persistent menu")

    def _set_own(self, request: Request) -> dict[str, Any]:
        told = request.fields()
        user = str(told.get("psid", ""))
        if not self._own_calls.setdefault(user, Rate(_CALLS, _TEN_MINUTES)).take(self._now()):
            raise Refusal(613, None, "Calls to this api have exceeded the rate limit")
        refuse(sized(user, 64, "psid"))
        refuse(menu(told.get("persistent_menu")))
        self.own_menus[user] = told["persistent_menu"]
        return {"result": "success"}

    def _delete_own(self, request: Request) -> dict[str, Any]:
        self.own_menus.pop(str(request.fields().get("psid", "")), None)
        return {"result": "success"}

    def _add_persona(self, request: Request) -> dict[str, Any]:
        told = request.fields()
        refuse(sized(told.get("name"), 50, "name"))
        refuse(address(told.get("profile_picture_url"), "profile_picture_url"))
        persona = "".join(sign for sign in self._new_id() if sign.isdigit())
        self.personas[persona] = {**told, "id": persona}
        return {"id": persona}
