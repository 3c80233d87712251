"""Control calls: whoever drives the platform over HTTP makes travellers act, and chooses faults, states and habits.

`POST /control/<product>/<verb>` with the verb's arguments as JSON; what else there is stands in `_PRODUCT` and
`_PLATFORM`. The README lists them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from bot.simulators.accounts import Account, Person
from bot.simulators.faults import BROKEN, SILENT, Answer
from bot.simulators.habits import Habits, changed
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.page_people import PagePeople
from bot.simulators.platform import Platform
from bot.simulators.previews import Previews
from bot.simulators.product import Product
from bot.simulators.whatsapp import SimulatedWhatsApp

VERBS = frozenset(
    {"says", "replies", "taps", "opens", "refers", "attaches", "reacts", "edits", "unsends", "reads", "links", "rates",
     "warned", "colleague_writes", "colleague_returns", "replies_to_story", "mentions", "hears", "sends_form",
     "shares_number", "changes_number"}
)  # fmt: skip
"""What travellers and colleagues do, where the product has it."""
_JSON = {"content-type": "application/json"}
Told = dict[str, Any]


class Control:
    """Answers control calls."""

    def __init__(
        self,
        platform: Platform,
        *,
        handshakes: Callable[[], dict[str, bool]] = dict,
        previews: Previews | None = None,
    ) -> None:
        self._platform = platform
        self._whole: dict[str, Callable[[Told], Any]] = {
            "POST handshakes": lambda _: handshakes(),
            "GET previews": lambda _: previews.seen if previews else [],
            **{name: partial(call, platform) for name, call in _PLATFORM.items()},
        }

    def answer(self, method: str, path: str, body: bytes, *, site: str = "none") -> Answer:
        """The answer to a call; 400 with the reason when it cannot be done, 404 when there is no such thing.

        A browser that calls from another site's page is refused: no page may play with the platform unasked.
        """
        if site not in {"none", "same-origin"}:
            return _answer({"error": "Another site's page may not do that."}, 403)
        call = self._call(method, *path.removeprefix("/control/").partition("/")[::2])
        if call is None:
            return _answer({"error": "There is no such call."}, 404)
        try:
            return _answer(call(msgspec.json.decode(body or b"{}", type=dict[str, Any])))
        except (TypeError, ValueError, LookupError) as error:
            return _answer({"error": str(error)}, 400)

    def _call(self, method: str, name: str, what: str) -> Callable[[Told], Any] | None:
        product = next((one for one in self._platform.products if name in {one.name, one.account.id}), None)
        if product is None:
            return self._whole.get(f"{method} {name}")
        if method == "POST" and what in VERBS:
            verb = getattr(product, what, None)
            return (lambda told: {"id": verb(**told)}) if verb else None
        found = _PRODUCT.get(f"{method} {what}")
        return partial(found, product) if found else None


def _clock(platform: Platform, told: Told) -> Told:
    platform.pass_time(int(told["seconds"] * 1000))
    return {"now": platform.now()}


def _open(platform: Platform, told: Told) -> Told:
    name = told.pop("product")
    account = platform.add(name, msgspec.convert(told, Account)).account
    return {"id": account.id}


def _fail(product: Product, told: Told) -> Told:
    unknown = [name for name in told["faults"] if name not in {*product.faults, *BROKEN, *SILENT}]
    if unknown:
        raise ValueError(f"{product.name} knows no fault {unknown}.")
    product.fail_next(*told["faults"])
    return {"coming": product.coming}


def _habits(product: Product, told: Told) -> Habits:
    product.habits = changed(product.habits, told)
    return product.habits


def _person(product: Product, told: Told) -> Person:
    user = told.pop("user")
    person = product.person(user)
    known = {**msgspec.structs.asdict(person), **told}
    if set(told) - set(Person.__struct_fields__):
        raise ValueError("A person has no such thing.")
    product.people[user] = msgspec.convert(known, Person)
    return product.people[user]


def _template(product: Product, told: Told) -> Told:
    if not isinstance(product, SimulatedMessenger | SimulatedWhatsApp):
        raise LookupError("There are no templates on Instagram.")  # noqa: TRY004  whoever drives it asked the wrong one
    count = product.templates.judge(told.pop("name"), told.pop("status"), **told)
    if not count:
        raise LookupError("There is no template of that name.")
    return {"changed": count}


def _token(product: Product, told: Told) -> Told:
    if told.get("new"):
        return {"token": product.new_token()}
    product.expire(told.get("token", ""))
    return {}


def _routing(product: Product, told: Told) -> Told:
    if not isinstance(product, PagePeople):
        raise LookupError("Threads are routed on Messenger and Instagram.")  # noqa: TRY004  as above
    if "default" in told:
        product.routing.default = told["default"]
    if "user" in told and "app" in told:
        product.routing.give(told["user"], told["app"], metadata=told.get("metadata", ""))
    return {"default": product.routing.default, "owner": product.routing.owner(told.get("user", ""))}


def _state(product: Product, _: Told) -> Told:
    counts = {"waiting": len(product.waiting), "later": len(product.later), "sent": len(product.sent)}
    told = {"account": product.account.id, "subscribed": product.subscribed, "coming": product.coming}
    return {**told, **counts, "people": product.people, "actions": product.actions}


def _sent(product: Product, _: Told) -> list[Told]:
    return [_shown(sent) for sent in product.sent]


def _shown(sent: Any) -> Told:
    return {**msgspec.structs.asdict(sent), "key": sent.key, "text": sent.text, "options": sent.options}


_PRODUCT: Mapping[str, Callable[[Any, Told], Any]] = {
    "GET sent": _sent,
    "GET state": _state,
    "GET habits": lambda product, _: product.habits,
    "POST habits": _habits,
    "POST fail": _fail,
    "POST person": _person,
    "POST template": _template,
    "POST token": _token,
    "POST routing": _routing,
    "POST subscribed": lambda product, _: product.resume(),
}
_PLATFORM: Mapping[str, Callable[[Platform, Told], Any]] = {
    "POST clock": _clock,
    "POST accounts": _open,
    "GET accounts": lambda platform, _: [{"product": one.name, "id": one.account.id} for one in platform.products],
}


def _answer(document: Any, status: int = 200) -> Answer:
    return Answer(status, _JSON, msgspec.json.encode(document))
