"""Plays a talk on a stage, compares what the bot says line by line, and asks everybody's records what it cost."""

from collections import Counter

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.money import format_money
from bot.domain.payment import ledger
from bot.domain.payment.consent import agreed
from bot.domain.payment.instrument import shown
from bot.domain.payment.mandate import BANK_ACCOUNT
from bot.domain.payment.posting import PSP_RECEIVABLE, TICKET_REVENUE, TRAVELLER_FUNDS
from tests.journeys.golden import golden_spoken
from tests.journeys.stage import Facts, Stage
from tests.journeys.talk_file import Spoken, Step, Talk, spoken_lines

FIVE_TIMES = "delivered five times"
TWICE = "twice at once"
AWAY = "never comes back"
SAVING = "saving the card"
SETS = "is set"
_LIVE = frozenset({"authorized", "requires_action", "pending"})


def play(talk: Talk, stage: Stage, *, update: bool = False, merged: bool = False) -> Talk:
    """Play a talk to its end and give it with what the bot really said; it must be what was expected unless updated.

    On a stage that says several sentences in one message (`merged`) the same is said in the same order.
    """
    played: list[Step] = []
    words: list[str] = []
    for number, step in enumerate(talk.steps, 1):
        act(step, stage)
        compare = _compare_merged if merged else _compare
        least = sum(not one.perhaps or step.remark == TWICE for one in step.expected)
        cards = 0 if update else sum(len(one.cards) for one in step.expected if not one.perhaps)
        said = stage.heard(0 if update else least, len(step.expected), cards=cards)
        words += [spoken.text for spoken in said]
        heard = tuple(map(golden_spoken, said))
        if not update:
            compare(f"{talk.name}, step {number} ({step.actor}: {step.words})", step, heard)
        played.append(msgspec.structs.replace(step, expected=_marked(heard, step)))
    facts = stage.facts()
    check_facts(facts, charged=talk.charged, tickets=talk.tickets)
    check_wallet(facts, talk.kept)
    _check_words(facts, "\n".join(words))
    late = stage.heard(0, 0)
    assert not late, f"{talk.name}: said after the last step: {late}"
    return msgspec.structs.replace(talk, steps=tuple(played))


def act(step: Step, stage: Stage) -> None:
    """Do what a step of a talk says."""
    match step.actor:
        case "traveller":
            stage.say(step.words, times=5 if step.remark == FIVE_TIMES else 1)
        case "tap":
            stage.tap(step.words, twice=step.remark == TWICE)
        case "pay":
            stage.pay(step.words, saves=step.remark == SAVING)
        case "account":
            stage.account(step.words)
        case "pin":
            stage.pin(step.words, sets=step.remark == SETS)
        case "challenge":
            stage.challenge(step.words, comes_back=step.remark != AWAY)
        case "agent":
            stage.agent(step.words)
        case _:
            stage.happen(step.words)


def _compare(where: str, step: Step, heard: tuple[Spoken, ...]) -> None:
    if step.remark == TWICE:
        _compare_race(where, step, heard)
        return
    heard = _marked(heard, step)
    certain = tuple(one for one in step.expected if not one.perhaps)
    assert _lines(tuple(one for one in heard if not one.perhaps)) == _lines(certain), where
    assert not Counter(one for one in heard if one.perhaps) - Counter(step.expected), where


def _compare_merged(where: str, step: Step, heard: tuple[Spoken, ...]) -> None:
    """The same words, cards and options; who comes second of two taps may be told something else."""
    words, cards, options = _gist(heard)
    certain = tuple(one for one in step.expected if not one.perhaps)
    if step.remark == TWICE:
        assert all(_gist((one,))[0] in words for one in certain), where
        return
    for one in step.expected:
        if one.perhaps and (known := _gist((one,))[0]) in words and known not in _gist(certain)[0]:
            words = " ".join(words.replace(known, "", 1).split())
            options = options[len(one.options) :] if options[: len(one.options)] == list(one.options) else options
    assert (words, cards, options) == _gist(certain), where


def _gist(spoken: tuple[Spoken, ...]) -> tuple[str, list[str], list[str]]:
    words = " ".join(" ".join(one.text for one in spoken).split())
    return words, [card for one in spoken for card in one.cards], [title for one in spoken for title in one.options]


def _compare_race(where: str, step: Step, heard: tuple[Spoken, ...]) -> None:
    """What is certain is said once; whichever tap comes second is told where things stand, wherever that is by then."""
    said = Counter(one.text for one in heard)
    certain = Counter(one.text for one in step.expected if not one.perhaps)
    assert certain <= said, where
    assert sum(said.values()) == len(step.expected), where


def _marked(heard: tuple[Spoken, ...], step: Step) -> tuple[Spoken, ...]:
    """What was heard, where the file says so marked as what may also be missing."""
    doubtful = {one.text for one in step.expected if one.perhaps}
    return tuple(msgspec.structs.replace(one, perhaps=one.text in doubtful) for one in heard)


def _lines(spoken: tuple[Spoken, ...]) -> list[str]:
    return [line for one in spoken for line in spoken_lines(one)]


def _check_words(facts: Facts, words: str) -> None:
    """Whoever paid was told that very price, the locator and each ticket."""
    for paid in (one for one in facts.checkouts if one.state == "paid"):
        price = format_money(paid.order.offer.total, paid.language)
        assert all(told in words for told in (price, paid.order.locator, *paid.order.tickets))


def check_facts(facts: Facts, *, charged: int, tickets: int) -> None:
    """The right money and the right tickets, by the records of each who took part."""
    _check_gateway(facts, charged)
    paid = [one for one in facts.checkouts if one.state == "paid"]
    assert len(paid) + sum(one.state == "returned" for one in facts.checkouts) == charged
    assert len(facts.seats.tickets) == len(set(facts.seats.tickets)) == tickets
    assert sorted(facts.seats.tickets) == sorted(ticket for one in paid for ticket in one.order.tickets)
    assert facts.seats.held == 0, "seats are still held"
    assert facts.seats.sold == sum(one.order.offer.party.seats * len(one.order.offer.segments) for one in paid)
    _check_books(facts)


def check_wallet(facts: Facts, kept: tuple[str, ...]) -> None:
    """The cards that are kept, by our records and by the gateway's, each with a yes; of others nothing is left."""
    active = [saved for saved in facts.wallet if saved.method.state == "active"]
    assert sorted(shown(saved.instrument) for saved in active) == sorted(kept)
    assert sorted(facts.gateway.saved) == sorted(saved.instrument.last4 for saved in active)
    assert facts.tokens <= {saved.instrument.token for saved in active}, "a card is kept without a yes"
    for saved in facts.wallet:
        given = saved.consent.consent
        if saved.instrument.kind == "card":
            assert given == agreed(given.digest, brand="Threadfare Air", at=given.at)
        else:
            assert given.purpose == BANK_ACCOUNT
        gone = saved.method.state == "removed"
        assert (saved.instrument.token, saved.instrument.fingerprint) == ("", "") if gone else saved.instrument.token


def _check_gateway(facts: Facts, charged: int) -> None:
    taken = facts.gateway.moved("captured") - facts.gateway.moved("refunded")
    assert facts.gateway.count("captured") == charged
    assert taken == sum(_kept(one) for one in facts.checkouts)
    held = [one["state"] for one in facts.gateway.payments if one["state"] in _LIVE]
    assert not held, "money is still held at the gateway"


def _kept(checkout: Checkout) -> int:
    """What is rightly ours of a booking: its price, or what a fare's rules keep of one that was cancelled."""
    total = checkout.order.offer.total.minor
    if checkout.state == "returned" and checkout.giving_back is not None:
        return total - checkout.giving_back.total.minor
    return total if checkout.state == "paid" else 0


def _check_books(facts: Facts) -> None:
    for posted in facts.books:
        ledger.check(posted)
    sums = ledger.balances(facts.books)
    taken = facts.gateway.moved("captured") - facts.gateway.moved("refunded")
    currencies = {currency for _, currency in sums} or {"EUR"}
    assert sum(sums.get((PSP_RECEIVABLE, currency), 0) for currency in currencies) == taken
    assert sum(sums.get((TICKET_REVENUE, currency), 0) for currency in currencies) == -taken
    assert not any(sums.get((TRAVELLER_FUNDS, currency), 0) for currency in currencies)
