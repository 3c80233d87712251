"""What the page of a wallet settles in one go: all that holds in a channel, and how much notices tell.

Two tabs and the chat may change the same wallet. A form says what it showed; what has changed since is not overwritten,
and the traveller decides with both before her eyes.
"""

from hashlib import blake2b

import msgspec

from bot.domain.payment import wallet_rules
from bot.domain.payment.activity import ActivityKind
from bot.domain.payment.method import in_order
from bot.domain.payment.wallet_rules import CHANNELS, ChannelRule, Rules, rule_of
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_records import Traveller
from bot.services import wallet
from bot.services.wallet_changes import CHANNEL_UNKNOWN, LIMIT_BAD, MOST_LIMIT, Change, Outcome, Plan, perform

SETTLED, MEANWHILE = "channel_settled", "changed_meanwhile"
"""Keys of the sentences: everything is as it was wanted; something else has changed it since it was shown."""
QUIET, LOUD = "quiet_on", "quiet_off"
"""Keys of the sentences that say whether notices tell sums."""


def settle(runtime: Runtime, change: Change, wanted: ChannelRule, *, shown: str) -> Outcome:
    """Let everything hold in a channel as a form wants it, unless it is not any more as the form showed it.

    `shown` is the `mark` of the rule that was shown. A form that is sent twice is done once.
    """

    def plan(work: Work, traveller: Traveller) -> Plan:
        active = {method.id for method in in_order(work.wallet.methods_of(traveller.id))}
        before = work.wallet.rules(traveller.id)
        after = _with(before, wanted)
        refused = _refusal(wanted, active)
        if refused:
            return Plan(Outcome(refused))
        if mark(rule_of(before, wanted.channel)) != shown and after != before:
            return Plan(Outcome(MEANWHILE))

        def make() -> tuple[str, ...]:
            work.wallet.save_rules(traveller.id, after)
            return ()

        return Plan(Outcome(SETTLED, done=True), make, "settings_changed" if after != before else None)

    return perform(runtime, change, ("settle", mark(wanted)), plan)


def hush(runtime: Runtime, change: Change, *, quiet: bool) -> Outcome:
    """Let notices of account activity tell sums of money, or leave them out."""

    def plan(work: Work, traveller: Traveller) -> Plan:
        changed = msgspec.structs.replace(traveller.profile, quiet_amounts=quiet)

        def make() -> tuple[str, ...]:
            work.wallet.save_traveller(msgspec.structs.replace(traveller, profile=changed))
            return ()

        kind: ActivityKind | None = "settings_changed" if changed != traveller.profile else None
        return Plan(Outcome(QUIET if quiet else LOUD, done=True), make, kind)

    return perform(runtime, change, ("hush", str(quiet)), plan)


def mark(rule: ChannelRule) -> str:
    """What stands for everything that holds in a channel."""
    return blake2b(msgspec.json.encode(rule), digest_size=8).hexdigest()


def _refusal(wanted: ChannelRule, active: set[str]) -> str:
    if wanted.channel not in CHANNELS:
        return CHANNEL_UNKNOWN
    if not active.issuperset({*wanted.barred, wanted.preferred} - {""}):
        return wallet.GONE
    limit = wanted.limit
    known = limit is None or (limit.currency == MOST_LIMIT.currency and 0 < limit.minor <= MOST_LIMIT.minor)
    return "" if known else LIMIT_BAD


def _with(rules: Rules, wanted: ChannelRule) -> Rules:
    """The rules in which a channel's is the one that is wanted; a method that may not pay is not offered first."""
    channel = wanted.channel
    for method in rule_of(rules, channel).barred:
        rules = wallet_rules.with_allowed(rules, channel, method)
    rules = wallet_rules.with_preferred(rules, channel, wanted.preferred)
    for method in wanted.barred:
        rules = wallet_rules.with_barred(rules, channel, method)
    return wallet_rules.with_limit(rules, channel, wanted.limit)
