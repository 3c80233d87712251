"""What pay pages show: a checkout's link as words, prices and times in the traveller's language."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.domain.flow.filters import party_text
from bot.domain.ids import parse_thread
from bot.domain.money import format_money
from bot.domain.payment.consent import consent_words, digest
from bot.domain.shopping import display
from bot.domain.shopping.display import Look
from bot.domain.shopping.offers import Slice
from bot.ports.runtime import Runtime
from bot.services import visits
from bot.services.checkouts import LinkView
from bot.web.pay_words import DECLINES, PAY_WORDS

_SIGNS = {"paid": "good", "working": "working", "switching": "working", "reviewing": "working"}
_WAITS = frozenset({"working", "page", "challenge", "reviewing", "switching"})


class Flight(msgspec.Struct, frozen=True):
    """One direction of the trip; times are local to their airports."""

    day: str
    departs: str
    arrives: str
    later: str
    origin: str
    destination: str
    by: str


def words_in(language: str) -> Mapping[str, str]:
    """The sentences of pay pages in a language, in English when it is not served."""
    return PAY_WORDS.get(language, PAY_WORDS["en"])


def form_page(runtime: Runtime, link: LinkView, token: str) -> dict[str, Any]:
    """Everything that the form shows and that its script needs."""
    words, language = words_in(link.language), link.language
    look = Look(runtime.world().places, runtime.world().airlines, language)
    total = format_money(link.total, language)
    now = int(runtime.clock.now().timestamp())
    left = max(0, link.until - now)
    problem, more = _problem(link)
    consent = consent_words(language, runtime.world().brand.name, runtime.capture)
    return {
        **_common(runtime, link.language),
        "flights": tuple(_flight(piece, look) for piece in link.offer.slices),
        "travellers": party_text(link.offer.party, language),
        "fare": format_money(link.total - link.offer.taxes, language),
        "taxes": format_money(link.offer.taxes, language),
        "total": total,
        "pay": words["pay"].format(total=total),
        "left": f"{left // 60}:{left % 60:02d}",
        "problem": problem,
        "problem_more": more,
        "action": f"/pay/{token}",
        "mark": mark_of(link),
        "state_url": f"/pay/{token}/state",
        "consent": consent,
        "consent_digest": digest(consent),
        "capture": runtime.capture,
        "fields_url": runtime.fields_url,
        "gateway": origin_of(runtime.fields_url),
        "safe": words["safe" if runtime.capture == "vault" else "safe_gateway"],
        "checkout": link.checkout,
        "minor": link.total.minor,
        "currency": link.total.currency,
        "now": now,
        "until": link.until,
        "back": back_to(runtime, link.thread),
    }


def state_page(runtime: Runtime, link: LinkView, token: str, *, came_from: str = "") -> dict[str, Any]:
    """What a page says about a payment that is under way or over, to who comes from the "card", the "bank", or else."""
    words = words_in(link.language)
    says = "returned" if link.state == "challenge" and came_from == "bank" else link.state
    return {
        **_common(runtime, link.language),
        "heading": words[says],
        "more": words[f"{says}_more"],
        "sign": _SIGNS.get(link.state, ""),
        "polls": link.state in _WAITS,
        "mark": mark_of(link),
        "locator": link.locator if link.state == "paid" else "",
        "bank": f"/pay/{token}/bank" if came_from == "card" else "",
        "go": f"/pay/{token}/bank" if link.action_url else "",
        "go_words": words["page_go" if link.state == "page" else "challenge_go"],
        "left": _left(runtime, link) if link.action_url else "",
        "another": f"/pay/{token}/another" if link.may_switch else "",
        "back": back_to(runtime, link.thread),
    }


def notice_page(runtime: Runtime, language: str, key: str) -> dict[str, Any]:
    """A page that says one thing and shows nothing of the checkout."""
    words = words_in(language)
    texts = {"heading": words[key], "more": words.get(f"{key}_more", "")}
    return {**_common(runtime, language), **texts, "sign": "", "polls": False, "mark": key}


def mark_of(link: LinkView) -> str:
    """What changes whenever a page that waits has something new to show."""
    return f"{link.state}:{link.attempts}"


def back_to(runtime: Runtime, thread: str) -> str:
    """Where the talk goes on: the app of the channel or our own page.

    "" for a talk on somebody's page: it goes on in the tab from which this one was opened. "" on WhatsApp, too, as long
    as nobody told its telephone number, which a thread does not know.
    """
    key = parse_thread(thread)
    if key.channel == "messenger":
        return f"https://m.me/{key.account}"
    if key.channel == "instagram":
        return runtime.doors.get("instagram", "https://www.instagram.com/direct/inbox/")
    if key.channel == "whatsapp":
        return runtime.doors.get("whatsapp", "")
    return "" if visits.is_framed(runtime, key.user) else "/chat"


def origin_of(url: str) -> str:
    """The origin of an address, "" of none: what a policy or a message may name."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _common(runtime: Runtime, language: str) -> dict[str, Any]:
    return {"language": language, "words": words_in(language), "brand": runtime.world().brand.name}


def _left(runtime: Runtime, link: LinkView) -> str:
    minutes = (link.until - int(runtime.clock.now().timestamp())) // 60
    return words_in(link.language)["kept" if minutes > 1 else "kept_one"].format(minutes=minutes)


def _problem(link: LinkView) -> tuple[str, str]:
    words = words_in(link.language)
    if link.state != "declined":
        return (words["unreadable"], "") if link.reason else ("", "")
    reasons = DECLINES.get(link.language, DECLINES["en"])
    return words["declined"], f"{reasons.get(link.reason, reasons[''])} {words['try_again']}"


def _flight(piece: Slice, look: Look) -> Flight:
    numbers = ", ".join(segment.flight for segment in piece.segments)
    facts = (
        display.duration_text(piece.minutes),
        display.stops_text(piece, look),
        numbers,
        display.operator_text(piece, look),
    )
    return Flight(
        day=display.day_text(piece.departs.date(), look.language),
        departs=f"{piece.departs:%H:%M}",
        arrives=f"{piece.arrives:%H:%M}",
        later=f"{piece.days_later:+d}" if piece.days_later else "",
        origin=f"{look.places.label(piece.origin, look.language)} ({piece.origin})",
        destination=f"{look.places.label(piece.destination, look.language)} ({piece.destination})",
        by=" · ".join(facts),
    )
