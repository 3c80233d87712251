"""What can happen to a checkout: one plan a story, each played once whole and once killed at every point."""

from bot.domain.flow.conditions import Compare
from bot.domain.payment.fraud import Outcome, Rule, RuleSet
from bot.sandbox.cards import by_name
from tests.journeys.crash_points.town import Plan


def _card(name: str) -> str:
    return by_name(name).number


GOOD = _card("visa")
NO = _card("generic_decline")
NO_AGAIN = _card("insufficient_funds")
STRANGER = "4111111111111111"
"""A number that looks right and that the gateway does not know."""
OTHER = _card("mastercard")


def _first_card(outcome: Outcome) -> RuleSet:
    """A rule about the first card or account in a chat, and no other."""
    return RuleSet((Rule("first", "The first", Compare("velocity.thread.cards_1h", "is", 1), outcome=outcome),))


HOLDS, BLOCKS, ASKS = _first_card("review"), _first_card("block"), _first_card("request_3ds")
EITHER = ("paid", "ended")
ENDED = ("ended",)

PLANS: dict[str, Plan] = {
    "pays": Plan(),
    "pays, and each webhook comes five times": Plan(webhooks=5),
    "declined, then pays": Plan((_card("insufficient_funds"), GOOD)),
    "number refused, then pays": Plan((STRANGER, GOOD)),
    "declined until the tries are used up": Plan((NO,) * 6, ends=ENDED),
    "never comes": Plan((), ends=ENDED),
    "declined, then never comes back": Plan((NO,), ends=ENDED),
    "gives up before paying": Plan(cancel_after="collecting", ends=EITHER),
    "gives up while the bank is asked": Plan(
        (_card("authorize_timeout_before"),), cancel_after="authorizing", ends=EITHER
    ),
    "gives up while the bank's answer is lost": Plan(
        (_card("authorize_timeout_after"),), cancel_after="authorizing", ends=EITHER
    ),
    "the price changed": Plan(price_moves=True, ends=ENDED),
    "the hold's answer is lost": Plan(lost=(("hold", True),), ends=EITHER),
    "the supplier is away for a moment": Plan(lost=(("hold", False), ("ticket", False)), ends=EITHER),
    "the tickets' answer is lost": Plan(lost=(("ticket", True),), ends=EITHER),
    "the release's answer is lost": Plan((), lost=(("cancel", True),), ends=ENDED),
    "types her card into the gateway's fields": Plan(capture="fields", saves=True),
    "declined in the gateway's fields, then pays": Plan((NO, GOOD), capture="fields"),
    "types her card on the gateway's page": Plan(capture="page", saves=True),
    "comes back from the gateway's page, and a webhook tells": Plan(capture="page", webhooks=2),
    "leaves the gateway's page, then types a card": Plan(capture="page", closes=1),
    "declined after the gateway's page, then pays": Plan((NO, GOOD), capture="page"),
    "after the gateway's page her bank wants to see her": Plan(
        (_card("secure"),), capture="page", saves=True, challenge=True, ends=EITHER
    ),
    "gives up on the gateway's page": Plan(capture="page", cancel_after="visiting", ends=ENDED),
    "taps a card that the gateway has lost": Plan((), saved=GOOD, unknown=True),
    "taps a lost card, and the bank wants to see her": Plan((), saved=_card("secure"), unknown=True, challenge=True),
    "taps a lost card that is declined, then pays with another": Plan(
        (GOOD,) * 2, saved=NO_AGAIN, unknown=True, ends=EITHER
    ),
    "saves a card that is declined, then another": Plan((NO, GOOD), saves=True),
    "the ciphertext is lost": Plan(loses_ciphertext=True),
    "the token's answer is lost": Plan((_card("tokenize_timeout_after"),)),
    "the token's request is lost": Plan((_card("tokenize_timeout_before"),)),
    "the bank wants to see her, and she comes": Plan((_card("secure"),), challenge=True, ends=EITHER),
    "the bank wants to see her, and a webhook tells": Plan((_card("secure"),), challenge=True, webhooks=2, ends=EITHER),
    "the bank wants to see her, and says no": Plan((_card("secure"), GOOD), challenge=False, ends=EITHER),
    "the bank wants to see her, and she never comes": Plan((_card("secure"),), ends=ENDED),
    "the bank wants to see her, and a webhook tells twice and backwards": Plan(
        (_card("secure"),), challenge=True, webhooks=2, backwards=True, ends=EITHER
    ),
    "the bank wants to see her, and she has no money": Plan(
        (_card("secure_then_insufficient_funds"), GOOD), challenge=True, ends=EITHER
    ),
    "the bank wants to see her, and takes its time": Plan((_card("secure_then_pending"),), challenge=True, ends=EITHER),
    "the bank wants to see her, and waits in vain": Plan((_card("secure"), GOOD), ends=EITHER),
    "the bank wants to see her, and its question is lost": Plan(
        (_card("secure"),), challenge=True, faults=(("authorize", "timeout_after"),), ends=EITHER
    ),
    "gives up at her bank": Plan((_card("secure"),), cancel_after="challenging", ends=ENDED),
    "leaves her bank for another card": Plan((_card("secure"), GOOD), puts_aside=1, ends=EITHER),
    "leaves her bank for another bank": Plan((_card("secure"),) * 2, puts_aside=1, challenge=True, ends=EITHER),
    "leaves her bank, and the void's answer is lost": Plan(
        (_card("secure"), GOOD), puts_aside=1, faults=(("void", "timeout_after"),), ends=EITHER
    ),
    "leaves her bank, and the void never arrives": Plan(
        (_card("secure"), GOOD), puts_aside=1, faults=(("void", "timeout_before"),), ends=EITHER
    ),
    "leaves her bank, and the void arrives late": Plan(
        (_card("secure"), GOOD), puts_aside=1, faults=(("void", "timeout_late"),), ends=EITHER
    ),
    "leaves her bank, and has just approved": Plan(
        (_card("secure"), GOOD), puts_aside=1, approves_too=True, webhooks=1, ends=EITHER
    ),
    "leaves her bank, has just approved, and the void never arrives": Plan(
        (_card("secure"), GOOD), puts_aside=1, approves_too=True, faults=(("void", "timeout_before"),), ends=EITHER
    ),
    "leaves her bank, and then gives up": Plan(
        (_card("secure"),),
        puts_aside=1,
        cancel_after="switching",
        faults=(("void", "timeout_before"),),
        ends=ENDED,
    ),
    "leaves her bank until the tries are used up": Plan((_card("secure"),) * 6, puts_aside=6, ends=ENDED),
    "the authorization's answer is lost": Plan((_card("authorize_timeout_after"),), ends=EITHER),
    "the authorization never arrives": Plan((_card("authorize_timeout_before"),), ends=EITHER),
    "the authorization arrives late": Plan((_card("authorize_timeout_late"),), ends=EITHER),
    "the authorization arrives after the hold": Plan((_card("authorize_timeout_late"),), arrive_after=3000, ends=ENDED),
    "the authorization fails for ever": Plan((_card("authorize_error_stored"),), ends=ENDED),
    "the authorization was done and fails for ever": Plan((_card("authorize_error_after"),), ends=EITHER),
    "the bank takes its time": Plan((_card("authorize_pending"),), ends=EITHER),
    "the bank takes its time and says no": Plan((_card("authorize_pending_declined"), GOOD), ends=EITHER),
    "the bank holds another amount": Plan((_card("authorize_amount_mismatch"),), ends=ENDED),
    "the hold on the money lapses at once": Plan((_card("authorize_expires"),), ends=ENDED),
    "the capture's answer is lost": Plan((_card("capture_timeout_after"),), ends=EITHER),
    "the capture never arrives": Plan((_card("capture_timeout_before"),), ends=EITHER),
    "the capture arrives late": Plan((_card("capture_timeout_late"),), ends=EITHER),
    "the capture arrives very late": Plan((_card("capture_timeout_late"),), arrive_after=5000, ends=EITHER),
    "the capture fails for ever under its key": Plan((_card("capture_error_stored"),), ends=EITHER),
    "the capture is put off": Plan((_card("capture_pending"),), ends=EITHER),
    "the capture is declined": Plan((_card("capture_declined"),), ends=ENDED),
    "the capture is put off and declined": Plan((_card("capture_pending_declined"),), ends=ENDED),
    "saves a card": Plan(saves=True),
    "saves a card that is challenged": Plan((_card("secure"),), saves=True, challenge=True, ends=EITHER),
    "one card is declined, and the next is saved": Plan((NO, GOOD), saves=True),
    "saves a card, and the authorization's answer is lost": Plan(
        (_card("authorize_timeout_after"),), saves=True, ends=EITHER
    ),
    "saves a card, and the authorization arrives after the hold": Plan(
        (_card("authorize_timeout_late"),), saves=True, arrive_after=3000, ends=ENDED
    ),
    "saves a card, and there are no tickets": Plan(saves=True, hold_dies=True, ends=ENDED),
    "saves a card, and the capture is declined": Plan((_card("capture_declined"),), saves=True, ends=ENDED),
    "pays with a saved card": Plan((), saved=GOOD),
    "pays with a saved card, and each webhook comes five times": Plan((), saved=GOOD, webhooks=5),
    "pays with a saved card, and the authorization's answer is lost": Plan(
        (), saved=_card("authorize_timeout_after"), ends=EITHER
    ),
    "the bank wants to see who pays with a saved card": Plan((), saved=_card("secure"), challenge=True, ends=EITHER),
    "the bank sees somebody else": Plan((GOOD, GOOD), saved=_card("secure"), challenge=False, ends=EITHER),
    "the saved card is declined, then pays": Plan(
        (NO, GOOD, GOOD), saved=_card("authorize_declined_again"), ends=EITHER
    ),
    "gives up before paying with a saved card": Plan((), saved=GOOD, cancel_after="authorizing", ends=EITHER),
    "removes the saved card before the bank is asked": Plan((GOOD,), saved=GOOD, removes=True, ends=EITHER),
    "the removal's answer is lost": Plan((GOOD,), saved=_card("detach_timeout_after"), removes=True, ends=EITHER),
    "the removal never arrives": Plan((GOOD,), saved=_card("detach_timeout_before"), removes=True, ends=EITHER),
    "no tickets": Plan(hold_dies=True, ends=ENDED),
    "no tickets, and the void's answer is lost": Plan((_card("void_timeout_after"),), hold_dies=True, ends=ENDED),
    "no tickets, and the void never arrives": Plan((_card("void_timeout_before"),), hold_dies=True, ends=ENDED),
    "no tickets, and the void arrives late": Plan((_card("void_timeout_late"),), hold_dies=True, ends=ENDED),
    "no tickets, and the void fails for ever": Plan((_card("void_error_stored"),), hold_dies=True, ends=ENDED),
    "no tickets, and the void is put off": Plan((_card("void_pending"),), hold_dies=True, ends=ENDED),
    "no tickets, and the bank does not let go": Plan((_card("void_declined"),), hold_dies=True, ends=ENDED),
    "pays from an account": Plan((), account="debit_succeeds"),
    "pays from an account, and each webhook comes five times": Plan((), account="debit_succeeds", webhooks=5),
    "the account pays nothing, then a card does": Plan((NO, GOOD), account="debit_fails", ends=EITHER),
    "the account pays nothing, and nobody comes back": Plan((), account="debit_fails", ends=ENDED),
    "the account's bank says no at once": Plan((NO, GOOD), account="debit_declined", ends=EITHER),
    "the account's mandate has ended": Plan((NO, GOOD), account="debit_mandate_ended", ends=EITHER),
    "the account's bank says no after the hold": Plan((), account="debit_fails_late", ends=ENDED),
    "the account pays after the hold": Plan((), account="debit_succeeds_late", ends=ENDED),
    "the account pays after the hold, and a webhook tells": Plan(
        (), account="debit_succeeds_late", webhooks=2, ends=ENDED
    ),
    "the account pays another amount": Plan((), account="debit_amount_mismatch", ends=ENDED),
    "the account pays, and there are no tickets": Plan((), account="debit_succeeds", hold_dies=True, ends=ENDED),
    "the account pays, there are no tickets, and the refund's answer is lost": Plan(
        (), account="debit_refund_timeout_after", hold_dies=True, ends=ENDED
    ),
    "the account pays, there are no tickets, and the refund never arrives": Plan(
        (), account="debit_refund_timeout_before", hold_dies=True, ends=ENDED
    ),
    "the account pays, there are no tickets, and the refund arrives late": Plan(
        (), account="debit_refund_timeout_late", hold_dies=True, ends=ENDED
    ),
    "the account pays, there are no tickets, and the refund is put off": Plan(
        (), account="debit_refund_pending", hold_dies=True, ends=ENDED
    ),
    "the account pays, and its bank takes it back": Plan((), account="debit_is_returned", webhooks=2),
    "the charge's answer is lost": Plan((), account="debit_charge_timeout_after"),
    "the charge never arrives": Plan((), account="debit_charge_timeout_before"),
    "the charge arrives late": Plan((), account="debit_charge_timeout_late"),
    "the charge fails for ever under its key": Plan((), account="debit_charge_error_stored", ends=ENDED),
    "the charge was done and fails for ever": Plan((), account="debit_charge_error_after"),
    "the charge meets another": Plan((), account="debit_charge_conflict"),
    "gives up before the account is asked": Plan((), account="debit_succeeds", cancel_after="charging", ends=EITHER),
    "gives up while the account is asked": Plan(
        (), account="debit_succeeds", cancel_after="payment charging", ends=ENDED
    ),
    "gives up while the account is asked, and it pays nothing": Plan(
        (), account="debit_fails", cancel_after="payment charging", ends=ENDED
    ),
    "gives up while the account is asked, and it pays after the hold": Plan(
        (), account="debit_succeeds_late", cancel_after="payment charging", ends=ENDED
    ),
    "the longer hold's answer is lost": Plan((), account="debit_succeeds", lost=(("extend", True),)),
    "the longer hold is refused": Plan((GOOD,), account="debit_succeeds", lost=(("extend", False),), ends=EITHER),
    "removes the account before it is asked": Plan((GOOD,), account="debit_succeeds", removes=True, ends=EITHER),
    "is held, and a person allows it": Plan(rules=HOLDS, verdict=True),
    "is held and allowed, and each webhook comes twice": Plan(rules=HOLDS, verdict=True, webhooks=2),
    "is held and rejected, then pays with another card": Plan((GOOD, OTHER), rules=HOLDS, verdict=False),
    "is held, and nobody looks": Plan(rules=HOLDS, ends=ENDED),
    "is held, and gives up": Plan(rules=HOLDS, cancel_after="reviewing", ends=ENDED),
    "is held and allowed, and the bank wants to see her": Plan(
        (_card("secure"),), rules=HOLDS, verdict=True, challenge=True, ends=EITHER
    ),
    "is held and allowed, and the authorization's answer is lost": Plan(
        (_card("authorize_timeout_after"),), rules=HOLDS, verdict=True, ends=EITHER
    ),
    "is held, and the longer hold's answer is lost": Plan(rules=HOLDS, lost=(("extend", True),), ends=ENDED),
    "saves a card that is held and allowed": Plan(rules=HOLDS, verdict=True, saves=True),
    "saves a card that is rejected, then another": Plan((GOOD, OTHER), rules=HOLDS, verdict=False, saves=True),
    "pays with a saved card that is held and allowed": Plan((), saved=GOOD, rules=HOLDS, verdict=True),
    "is blocked, then pays with another card": Plan((GOOD, OTHER), rules=BLOCKS),
    "is blocked, and never comes back": Plan(rules=BLOCKS, ends=ENDED),
    "saves a card that is blocked, then another": Plan((GOOD, OTHER), rules=BLOCKS, saves=True),
    "rules ask the bank to see her, and she comes": Plan(rules=ASKS, challenge=True, ends=EITHER),
    "rules ask the bank to see her, and she never comes": Plan(rules=ASKS, ends=ENDED),
    "the account is held and allowed": Plan((), account="debit_succeeds", rules=HOLDS, verdict=True),
    "the account is held and rejected, then a card pays": Plan(
        (GOOD, OTHER), account="debit_succeeds", rules=HOLDS, verdict=False, ends=EITHER
    ),
    "the account is held, and nobody looks": Plan((), account="debit_succeeds", rules=HOLDS, ends=ENDED),
    "the account is held, because no bank can see her": Plan((), account="debit_succeeds", rules=ASKS, verdict=True),
    "the account is blocked, then a card pays": Plan(
        (GOOD, OTHER), account="debit_succeeds", rules=BLOCKS, ends=EITHER
    ),
}

LONG = frozenset(
    {
        "declined until the tries are used up",
        "the authorization arrives after the hold",
        "the authorization arrives late",
        "saves a card, and the authorization arrives after the hold",
        "saves a card, and the capture is declined",
        "the capture arrives late",
        "no tickets, and the void arrives late",
        "the authorization fails for ever",
        "the bank wants to see her, and she never comes",
        "the capture arrives very late",
        "the capture fails for ever under its key",
        "the capture is put off and declined",
        "no tickets, and the void fails for ever",
        "no tickets, and the bank does not let go",
        "the account's bank says no after the hold",
        "the account pays after the hold",
        "the account pays after the hold, and a webhook tells",
        "the account pays, and its bank takes it back",
        "the charge fails for ever under its key",
        "the charge arrives late",
        "gives up while the account is asked, and it pays after the hold",
    }
)
"""Stories with so many look-ups that killing each takes seconds: they run with the tests of real stores."""
