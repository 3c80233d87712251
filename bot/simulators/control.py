"""Control calls: whoever drives the platform over HTTP makes travellers act, chooses faults, and reads what was sent.

`POST /control/<product>/<verb>` with the verb's arguments as JSON, `GET /control/<product>/sent`.
"""

from typing import Any

import msgspec

from bot.simulators.faults import Answer
from bot.simulators.platform import Platform
from bot.simulators.product import Product

VERBS = frozenset(
    {"says", "taps", "opens", "attaches", "reacts", "edits", "unsends", "reads", "colleague_writes", "replies_to_story"}
)
_JSON = {"content-type": "application/json"}


class Control:
    """Answers control calls."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """The answer to a call; 400 with the reason when it cannot be done, 404 when there is no such thing."""
        name, _, what = path.removeprefix("/control/").partition("/")
        product = next((one for one in self._platform.products if one.name == name), None)
        if product is None:
            return _answer(404, {"error": "no such product"})
        if method == "GET" and what == "sent":
            return _answer(200, [_shown(sent) for sent in product.sent])
        if method != "POST":
            return _answer(404, {"error": "no such call"})
        try:
            return self._do(product, what, msgspec.json.decode(body or b"{}"))
        except (TypeError, ValueError, LookupError) as error:
            return _answer(400, {"error": str(error)})

    def _do(self, product: Product, what: str, told: dict[str, Any]) -> Answer:
        if what == "fail":
            product.fail_next(*told["faults"])
            return _answer(200, {})
        verb = getattr(product, what, None) if what in VERBS else None
        return _answer(200, {"id": verb(**told)}) if verb else _answer(404, {"error": "no such call"})


def _shown(sent: Any) -> dict[str, Any]:
    return {**msgspec.structs.asdict(sent), "key": sent.key, "text": sent.text, "options": sent.options}


def _answer(status: int, document: Any) -> Answer:
    return Answer(status, _JSON, msgspec.json.encode(document))
