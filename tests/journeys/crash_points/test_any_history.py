"""Any history: travellers, workers, banks, webhooks, faults and deaths in any order, until all comes to rest."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.conversation.effects import CancelCheckout
from bot.sandbox.cards import Fault, Operation, by_name
from bot.services import checkouts
from bot.services.pay_tokens import pay_token
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults, moved_too_much
from tests.journeys.crash_points.plans import EITHER
from tests.journeys.crash_points.town import BROWSER, EFFECT, THREAD, Plan, Town

_CARDS = ("visa", "secure", "insufficient_funds", "authorize_pending", "capture_pending", "capture_declined", "amex")
_FAULTS = ("timeout_before", "timeout_after", "timeout_late", "error_before", "error_after", "error_stored", "conflict")
_ASKED = ("tokenize", "authorize", "capture", "void", "refund")
_SUPPLIER = ("hold", "extend", "ticket", "find", "cancel")
_MOST_FAULTS = 4
"""With more of them nothing is tried but faults."""


class AnyHistory(RuleBasedStateMachine):
    """One checkout in a town where anything may happen at any time."""

    @initialize(saves=some.booleans())
    def opens(self, saves: bool) -> None:  # noqa: FBT001  hypothesis hands by position and name alike
        """A traveller has said yes to an offer."""
        self.town = Town(Plan((), saves=saves, ends=EITHER), Fuse())
        self.faults = 0
        self.cancelled = 0
        self.town.alive(self.town.begin)

    @rule(times=some.integers(1, 4))
    def workers_work(self, times: int) -> None:
        """Whatever is due is done, as far as it goes."""
        for _ in range(times):
            self.town.alive(self.town.sweep)

    @rule(card=some.sampled_from(_CARDS))
    def card_is_sent(self, card: str) -> None:
        """The traveller sends a card, by two clicks."""
        self.town.alive(lambda: self._pay(by_name(card).number))

    @rule(passed=some.booleans())
    def bank_is_answered(self, passed: bool) -> None:  # noqa: FBT001  as above
        """The traveller answers her bank, if it asks."""
        for view in self.town.gateway.records().payments:
            if view["state"] == "requires_action":
                self.town.gateway.answer_challenge(view["action_url"], passed=passed)

    @rule()
    def another_card_is_wanted(self) -> None:
        """The traveller leaves her bank for another card."""
        checkout = self.town.checkout
        if checkout is not None:
            token = pay_token(self.town.web, checkout.id)
            self.town.alive(lambda: checkouts.another_card(self.town.web, token, BROWSER) is None)

    @rule()
    def traveller_gives_up(self) -> None:
        """The traveller has had enough; the second time is another message."""
        if self.town.checkout is None:
            return
        self.cancelled += 1
        effect = f"mid.9{self.cancelled}#0"
        self.town.alive(lambda: bool(checkouts.cancel(self.town.web, effect, THREAD, CancelCheckout(EFFECT))))

    @rule(data=some.data(), times=some.integers(1, 3))
    def webhook_comes(self, data: some.DataObject, times: int) -> None:
        """Any webhook that was ever owed comes, once or again and again."""
        if self.town.gateway.webhooks:
            headers, body = data.draw(some.sampled_from(self.town.gateway.webhooks))
            event = self.town.gateway.webhook(headers, body, now=self.town.clock.now())
            for _ in range(times if event is not None else 0):
                self.town.alive(lambda: bool(event and checkouts.gateway_event(self.town.runtime, event)))

    @rule(seconds=some.sampled_from((1, 15, 70, 400, 1000, 2500, 90000)))
    def time_passes(self, seconds: int) -> None:
        """The clock goes on."""
        self.town.clock.moment += timedelta(seconds=seconds)

    @precondition(lambda self: self.faults < _MOST_FAULTS)
    @rule(operation=some.sampled_from(_ASKED), fault=some.sampled_from(_FAULTS))
    def gateway_will_fail(self, operation: Operation, fault: Fault) -> None:
        """The next call of an operation goes wrong at the gateway."""
        self.faults += 1
        self.town.gateway.fail(operation, fault)

    @precondition(lambda self: self.faults < _MOST_FAULTS)
    @rule(method=some.sampled_from(_SUPPLIER), after=some.booleans())
    def supplier_will_fail(self, method: str, after: bool) -> None:  # noqa: FBT001  as above
        """The next call of a method goes wrong at the supplier."""
        self.faults += 1
        self.town.supplier.fail(method, after=after)

    @rule(points=some.integers(1, 12))
    def process_will_die(self, points: int) -> None:
        """The process dies some points later."""
        self.town.fuse.points = frozenset({len(self.town.fuse.passed) + points})

    @rule()
    def lost_requests_arrive(self) -> None:
        """What was lost on the way to the gateway arrives after all."""
        self.town.gateway.settle()

    @rule()
    def ciphertext_is_lost(self) -> None:
        """The volatile Redis restarts."""
        self.town.sealed.lose_everything()

    @invariant()
    def no_more_money_moves_than_may(self) -> None:
        """The gateway's own records never show more taken, or given back, than there was."""
        town = getattr(self, "town", None)
        if town is not None:
            assert not list(moved_too_much(town))
            assert not town.wrong

    def teardown(self) -> None:
        """Nothing else goes wrong: everything comes to rest, and the judge looks at it."""
        town = getattr(self, "town", None)
        if town is not None:
            town.fuse.points = frozenset()
            town.gateway.forget_faults()
            town.supplier.forget_faults()
            town.gateway.settle()
            assert faults(town.play()) == []

    def _pay(self, number: str) -> bool:
        checkout = self.town.checkout
        if checkout is None:
            return False
        view = checkouts.link_state(self.town.web, pay_token(self.town.web, checkout.id), BROWSER)
        return view is not None and view.state in {"open", "declined"} and self.town.pay(view, number)


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=150, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
