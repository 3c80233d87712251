"""Everything that is known of who writes in a thread, to take along: one archive, to read and for programs.

Left out is what opens something: tokens, fingerprints, hashes, ids of ours, and addresses of pages in what was said.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from bot.domain.conversation.messages import Message, spoken
from bot.domain.conversation.profile import Profile
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.money import Money, decimal_string
from bot.domain.payment.activity import Activity
from bot.domain.payment.history import Line as Payment
from bot.domain.payment.instrument import shown
from bot.domain.payment.method import Method, told
from bot.domain.privacy_words import export_words, retention_of
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line
from bot.ports.trip_records import Span
from bot.ports.wallet_records import Traveller
from bot.services import history, privacy, trips

NAME = "my-data.zip"
"""The file's name tells nothing of whose data they are."""
_AT_ONCE = 500
_ADDRESS = re.compile(r"https?://\S+")
_MOST_TRIPS = 100_000


def export(runtime: Runtime, thread: str, language: str) -> bytes:
    """The archive; the same bytes for the same data and time. Raises `UnavailableError`."""
    with runtime.records.begin() as work:
        data = _data(runtime, work, thread, language)
    text = "\r\n".join(_told(export_words(language)["title"], data, 0))
    files = {
        "data.json": msgspec.json.format(msgspec.json.encode(data, order="deterministic"), indent=2),
        "read-me.txt": f"{text}\r\n".encode("utf-8-sig"),
    }
    return _zipped(files, runtime.clock.now())


def _data(runtime: Runtime, work: Work, thread: str, language: str) -> dict[str, Any]:
    owner, spans = work.wallet.traveller_of(thread), trips.spans(work, thread)
    lines = history.lines_in(work, thread)
    known = privacy.known_in(work, thread, lines)
    threads = work.wallet.threads_of(owner) if owner else (thread,)
    return {
        "made_at": _iso(runtime.clock.now()),
        "kept": [{**_plain(one), "how_long": retention_of(one.kind, language)} for one in known.kept],
        **_profile(work.wallet.traveller(owner)),
        "chats": [{"channel": channel_of(one)} for one in threads],
        "methods": _methods(work, owner),
        "settings": _settings(work, owner),
        "activity": _happenings(work, owner),
        "consents": [_plain(one) for one in known.agreed],
        "allowed": list(known.allowed),
        "devices": [device for each in threads for device in _devices(work, each)],
        "bookings": _bookings(work, spans),
        "payments": [_payment(one) for one in lines],
        "talk": [said for span in spans for said in _said(work, span)],
    }


def _devices(work: Work, thread: str) -> list[dict[str, str]]:
    """When browsers were met: what they are known by opens nothing, and is left out all the same."""
    found = work.devices.of_thread(thread)
    return [{"first_seen": _iso(one.first_seen), "last_seen": _iso(one.last_seen)} for one in found]


def _bookings(work: Work, spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    found = (_booking(work, one) for one in work.trips.of_spans(spans, most=_MOST_TRIPS))
    return [booking for booking in found if booking is not None]


def _profile(traveller: Traveller | None) -> dict[str, Any]:
    profile = traveller.profile if traveller is not None else Profile()
    return {
        "email": profile.email,
        "last_route": [code for code in (profile.origin, profile.destination) if code],
        "people": [
            {"kind": one.kind, "given": one.given, "family": one.family, "born": one.born.isoformat()}
            for one in profile.people
        ],
    }


def _methods(work: Work, owner: str) -> list[dict[str, Any]]:
    """Brand and last digits, as they are shown everywhere, of what was saved and what was removed."""
    found = []
    for method in work.wallet.methods_of(owner) if owner else ():
        kept = work.money.instrument(method.instrument)
        if kept is not None:
            times = {"added_at": _iso(method.added_at), "last_used": _iso(method.last_used) if method.last_used else ""}
            about = {"shown": shown(kept), "kind": kept.kind, "name": method.name, "state": method.state}
            first = {"preferred": method.preferred, "in_vault": kept.vault is not None}
            found.append({**about, **first, **times, **_mandate(work, method)})
    return found


def _mandate(work: Work, method: Method) -> dict[str, Any]:
    """What was signed for a bank account; its words stand among the consents."""
    signed = work.mandates.of(method.instrument)
    if signed is None:
        return {}
    told = {"reference": signed.reference, "creditor": signed.creditor, "signed_at": _iso(signed.signed_at)}
    return {"mandate": {**told, "network": signed.network, "browser": signed.browser, "state": signed.state}}


def _settings(work: Work, owner: str) -> dict[str, Any]:
    """What is settled by channel, with methods as they are shown; of a PIN that there is one."""
    traveller = work.wallet.traveller(owner)
    if traveller is None:
        return {}
    names = {method.id: _name(work, method) for method in work.wallet.methods_of(owner)}
    channels = [
        {
            "channel": rule.channel,
            "may_not_pay": [names.get(one, "") for one in rule.barred],
            "first": names.get(rule.preferred, ""),
            "limit": _money(rule.limit) if rule.limit is not None else None,
        }
        for rule in work.wallet.rules(owner)
    ]
    guards = {"pin": work.pins.pin(owner) is not None, "notices_without_sums": traveller.profile.quiet_amounts}
    return {"channels": channels, **guards}


def _name(work: Work, method: Method) -> str:
    kept = work.money.instrument(method.instrument)
    return told(method, shown(kept)) if kept is not None else ""


def _happenings(work: Work, owner: str) -> list[dict[str, Any]]:
    found = work.activity.of(owner, most=privacy.MOST_ACTIVITY) if owner else ()
    return [_happened(one) for one in found]


def _happened(one: Activity) -> dict[str, Any]:
    """What happened to an account, and where it was done."""
    money = _money(one.money) if one.money is not None else None
    channel = channel_of(one.thread) if one.thread else ""
    return {"at": _iso(one.at), "what": one.kind, "about": one.about, "money": money, "channel": channel}


def _booking(work: Work, checkout: str) -> dict[str, Any] | None:
    found = work.money.checkout(checkout)
    if found is None:
        return None
    order = found.order
    return {
        "reference": order.locator,
        "state": order.state,
        "booked_at": _iso(found.began_at),
        "email": order.email,
        "tickets": list(order.tickets),
        "passengers": [
            {"given": one.given, "family": one.family, "born": one.born.isoformat()} for one in order.passengers
        ],
        "flights": [
            {"flight": leg.flight, "from": leg.origin, "to": leg.destination, "departs": leg.departs.isoformat()}
            for leg in order.offer.segments
        ],
        "total": _money(order.offer.total),
    }


def _payment(line: Payment) -> dict[str, Any]:
    return {
        "receipt": line.number,
        "at": _iso(line.at),
        "status": line.status,
        "reference": line.trip.locator,
        "method": line.method,
        "asked": _money(line.amount),
        "taken": _money(line.taken),
        "returned": _money(line.returned),
    }


def _said(work: Work, span: Span) -> Iterator[dict[str, str]]:
    """What was said in a part of a thread's history, in order."""
    pages, before = list[tuple[Line, ...]](), 0
    while page := work.talk.lines(span.thread, before=before, most=_AT_ONCE):
        pages.append(page)
        before = page[0].row
    for line in (line for page in reversed(pages) for line in page):
        text = _words_of(line)
        if text and _is_in(line, span):
            yield {"channel": channel_of(span.thread), "at": _iso_ms(line.at), "author": line.author, "text": text}


def _is_in(line: Line, span: Span) -> bool:
    after = span.since is None or line.at > milliseconds(span.since)
    return after and (span.until is None or line.at <= milliseconds(span.until))


def _words_of(line: Line) -> str:
    """The words of a line, "" when it has none; addresses in it open things, and are left out."""
    said = msgspec.json.decode(line.body) if line.body else {}
    kind = str(said.get("type", "")) if isinstance(said, dict) else ""
    if kind and kind[0].islower():
        text = spoken(msgspec.convert(said, Message))
    else:
        values = said.get("values") or {}
        text = " · ".join(filter(None, (said.get("text"), said.get("title"), *map(str, values.values()))))
    return _ADDRESS.sub("…", text)


def _plain(value: Any) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(value)
    return built


def _money(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency, "written": decimal_string(amount)}


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso_ms(at: int) -> str:
    return _iso(datetime.fromtimestamp(at / 1000, UTC))


def _told(label: str, value: Any, depth: int) -> Iterator[str]:
    """The same data as indented lines, for people."""
    pad = "  " * depth
    if isinstance(value, dict):
        yield f"{pad}{label}"
        for name, inner in value.items():
            yield from _told(name.replace("_", " "), inner, depth + 1)
    elif isinstance(value, list):
        yield f"{pad}{label}: {len(value)}"
        for number, inner in enumerate(value, 1):
            yield from _told(str(number), inner, depth + 1)
    else:
        yield f"{pad}{label}: {str(value).replace(chr(10), ' ')}"


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = ZipInfo(name, at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()
