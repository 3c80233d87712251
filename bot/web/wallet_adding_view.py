"""What the pages show on which a method is added: the form with the words to agree to, and what became of it."""

from collections.abc import Mapping
from typing import Any

from bot.domain.payment.consent import digest, wallet_consent_words
from bot.domain.payment.mandate import mandate_reference, mandate_words
from bot.services.setups import SetupView
from bot.web.pay_view import origin_of
from bot.web.pay_view import words_in as pay_words
from bot.web.pay_words import DECLINES
from bot.web.wallet_adding_words import ADDING_WORDS
from bot.web.wallet_frame import open_frame
from bot.web.wallet_guard import Here

_SIGNS = {"kept": "good", "working": "working", "declined": "bad"}
_WAITS = frozenset({"working", "challenge"})
_AGAIN = frozenset({"declined", "lost", "expired"})


def adding_words(language: str) -> Mapping[str, str]:
    """The sentences of these pages, and of a card's fields, in a language; in English when it is not served."""
    return {**pay_words(language), **ADDING_WORDS.get(language, ADDING_WORDS["en"])}


def form_page(here: Here, view: SetupView) -> dict[str, Any]:
    """Everything that the form of a card or a bank account shows, and that its script needs."""
    page = _page(here)
    words, kind = page["words"], _name(view)
    now = int(here.runtime.clock.now().timestamp())
    left = max(0, view.until - now)
    consent = _consent(here, view)
    return {
        **page,
        "kind": view.kind,
        "setup": view.id,
        "capture": view.mode,
        "fields_url": here.runtime.fields_url,
        "gateway": origin_of(here.runtime.fields_url),
        "heading": words[f"{kind}_heading"],
        "more": words[f"{kind}_more"],
        "agree": words[f"agree_{kind}"],
        "keep": words[f"keep_{kind}"],
        "safe": words[_safe(view)],
        "consent": consent,
        "consent_digest": digest(consent),
        "creditor": here.runtime.world().brand.creditor,
        "reference": mandate_reference(view.id),
        "action": here.path(f"setups/{view.id}"),
        "mark": view.state,
        "left": f"{left // 60}:{left % 60:02d}",
        "now": now,
        "until": view.until,
    }


def state_page(here: Here, view: SetupView, *, came_from: str = "") -> dict[str, Any]:
    """What a page says of a method that is on its way, kept or not; who comes from the "card" goes to the bank."""
    page = _page(here)
    words = page["words"]
    reasons = DECLINES.get(here.language, DECLINES["en"])
    told = {"method": view.method, "reason": reasons.get(view.reason, reasons[""])}
    bank = here.path(f"setups/{view.id}/bank")
    return {
        **page,
        "heading": words[view.state].format(**told),
        "more": words[f"{view.state}_more"].format(**told),
        "sign": _SIGNS.get(view.state, ""),
        "polls": view.state in _WAITS,
        "mark": view.state,
        "bank": bank if came_from == "card" else "",
        "go": bank if view.state == "challenge" and view.url else "",
        "again": here.path(f"add/{_name(view)}") if view.state in _AGAIN else "",
    }


def _safe(view: SetupView) -> str:
    """Which sentence says who can read what is entered."""
    if view.kind != "card":
        return "safe_account"
    return "safe" if view.mode == "vault" else "safe_gateway"


def _page(here: Here) -> dict[str, Any]:
    page = open_frame(here.runtime, here.session, here.token)
    return {**page, "words": {**page["words"], **adding_words(here.language)}}


def _name(view: SetupView) -> str:
    return "card" if view.kind == "card" else "account"


def _consent(here: Here, view: SetupView) -> str:
    brand = here.runtime.world().brand
    if view.kind == "card":
        return wallet_consent_words(here.language, brand.name, view.mode)
    return mandate_words(here.language, brand.name, brand.creditor)
