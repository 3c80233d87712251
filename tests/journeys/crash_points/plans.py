"""What can happen to a checkout: one plan a story, each played once whole and once killed at every point."""

from bot.sandbox.cards import by_name
from tests.journeys.crash_points.town import Plan


def _card(name: str) -> str:
    return by_name(name).number


GOOD = _card("visa")
NO = _card("generic_decline")
STRANGER = "4111111111111111"
"""A number that looks right and that the gateway does not know."""
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
    "the price changed": Plan(price_moves=True, ends=ENDED),
    "the hold's answer is lost": Plan(lost=(("hold", True),), ends=EITHER),
    "the supplier is away for a moment": Plan(lost=(("hold", False), ("ticket", False)), ends=EITHER),
    "the tickets' answer is lost": Plan(lost=(("ticket", True),), ends=EITHER),
    "the release's answer is lost": Plan((), lost=(("cancel", True),), ends=ENDED),
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
    }
)
"""Stories with so many look-ups that killing each takes seconds: they run with the tests of real stores."""
