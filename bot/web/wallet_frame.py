"""What every page of a wallet has around it: words, the brand, the way to its parts, and when it closes."""

from collections.abc import Mapping
from typing import Any

from bot.ports.runtime import Runtime
from bot.services.wallet_links import WalletSession
from bot.web.pay_view import back_to
from bot.web.wallet_outcomes import SAID
from bot.web.wallet_words import WALLET_WORDS

PARTS = ("wallet", "history", "privacy")
_PATHS = {"wallet": "home"}


def words_in(language: str) -> Mapping[str, str]:
    """The sentences of the pages in a language, in English when it is not served."""
    return WALLET_WORDS.get(language, WALLET_WORDS["en"])


def said_in(language: str) -> Mapping[str, str]:
    """What became of forms, in a language."""
    return SAID.get(language, SAID["en"])


def frame(runtime: Runtime, language: str) -> dict[str, Any]:
    """What a page has that shows nothing of a wallet."""
    return {"language": language, "words": words_in(language), "brand": runtime.world().brand.name, "parts": ()}


def open_frame(runtime: Runtime, session: WalletSession, token: str, part: str = "wallet") -> dict[str, Any]:
    """What a page of an open wallet has; `part` is the one that is shown, of `PARTS`."""
    words = words_in(session.language)
    minutes = max(1, -int((runtime.clock.now() - session.until).total_seconds() // 60))
    base = f"/wallet/{token}"
    return {
        **frame(runtime, session.language),
        "base": base,
        "home": f"{base}/home",
        "parts": [(name, words[name], f"{base}/{_PATHS.get(name, name)}") for name in PARTS],
        "part": part,
        "closes": words["closes" if minutes > 1 else "closes_one"].format(minutes=minutes),
        "back": back_to(runtime, session.thread),
    }
