"""What the pages of payment history show: lines, filters, sums and a receipt, in the traveller's language."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.domain.money import Money
from bot.domain.payment.history import STATUSES, Filter, Line, filtered, method_key, methods_of, page_of, sums_of
from bot.domain.payment.statement import Reader
from bot.web.wallet_history_words import HISTORY_WORDS

_SIGNS = {"paid": "good", "refunded": "", "declined": "bad", "failed": "bad", "disputed": "bad", "charged_back": "bad"}
"""Status -> how it is colored; the words say it without color."""


def words_of(language: str) -> Mapping[str, str]:
    """The sentences of the pages in a language, in English when it is not served."""
    return HISTORY_WORDS.get(language, HISTORY_WORDS["en"])


def list_page(
    lines: tuple[Line, ...], wanted: Filter, who: Reader, *, number: int, bad: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Everything that the list shows: a page of the lines that are wanted, sums of all of them, and the filters."""
    words = words_of(who.language)
    found = filtered(lines, wanted, who.place)
    page = page_of(found, number)
    query = query_of(wanted)
    return {
        "own": words,
        "any": bool(lines),
        "lines": [_row(line, who) for line in page.lines],
        "count": words["count_one"] if page.count == 1 else words["count"].format(count=page.count),
        "sums": [_sum(pair, words, who) for pair in sums_of(found)],
        "query": f"?{query}" if query else "",
        "filters": _filters(lines, wanted, who, bad),
        "is_filtered": wanted != Filter(),
        "newer": _page_query(query, page.number - 1) if page.number > 1 else "",
        "older": _page_query(query, page.number + 1) if page.number < page.pages else "",
        "place": words["page"].format(number=page.number, pages=page.pages) if page.pages > 1 else "",
    }


def query_of(wanted: Filter) -> str:
    """A filter as it stands in an address."""
    values = {
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "status": wanted.status,
        "method": wanted.method,
        "text": wanted.text,
    }
    return urlencode({name: value for name, value in values.items() if value})


def _page_query(query: str, number: int) -> str:
    return f"?{query}&page={number}" if query else f"?page={number}"


def _filters(lines: tuple[Line, ...], wanted: Filter, who: Reader, bad: tuple[str, ...]) -> dict[str, Any]:
    there = {line.status for line in lines}
    return {
        "text": wanted.text,
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "bad": bad,
        "open": wanted != Filter() or bool(bad),
        "statuses": [(one, who.word(one), one == wanted.status) for one in STATUSES if one in there],
        "methods": [(method_key(one), one, method_key(one) == wanted.method) for one in methods_of(lines)],
    }


def _sum(pair: tuple[Money, Money], words: Mapping[str, str], who: Reader) -> str:
    taken, returned = pair
    return words["sums"].format(taken=who.money(taken), returned=who.money(returned))


def _row(line: Line, who: Reader) -> dict[str, Any]:
    return {
        "number": line.number,
        "day": who.day(line.at.date()),
        "iso": line.at.date().isoformat(),
        "route": who.route(line),
        "locator": line.trip.locator,
        "method": line.method,
        "amount": who.money(line.amount),
        "status": who.word(line.status),
        "sign": _SIGNS.get(line.status, "soft"),
        "refunds": [who.refund(one) for one in line.refunds],
        "open": words_of(who.language)["open"].format(number=line.number),
    }


def receipt_page(line: Line, who: Reader) -> dict[str, Any]:
    """Everything that the page of one receipt shows: as much as the paper does, with a way to it."""
    trip, word = line.trip, who.word
    facts = (
        (word("number"), line.number),
        (word("date"), who.day(line.at.date())),
        (word("booking"), trip.locator),
        (word("trip"), who.route(line)),
        (word("flight_day"), who.day(trip.departs) if trip.departs else ""),
        (word("travellers"), ", ".join(trip.people)),
        (word("method"), line.method),
        (word("declines"), str(line.declines) if line.declines else ""),
    )
    return {
        "own": words_of(who.language),
        "line": _row(line, who),
        "facts": [(label, value) for label, value in facts if value],
        "sums": [
            (word("amount"), who.money(line.amount)),
            (word("taken"), who.money(line.taken)),
            (word("returned"), who.money(line.returned)),
            (word("kept"), who.money(line.taken - line.returned)),
        ],
        "refunds_title": word("refunds"),
    }
