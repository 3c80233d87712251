"""What a traveller settled for each channel: which saved methods may pay there, which is offered first, and how much.

A channel without a rule allows every method, whatever it costs. Rules are about saved methods alone: a new card on the
page for paying is always possible.
"""

from collections.abc import Mapping

import msgspec

from bot.domain.money import Money

CHANNELS = ("messenger", "whatsapp", "instagram", "webchat", "terminal")
"""Channels for which something can be settled, in the order in which it is shown."""

BARRED, OVER_LIMIT = "method_barred", "method_over_limit"
"""Keys of the sentences that say why a saved method does not pay in a channel."""


class ChannelRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """What holds in one channel: methods that may not pay, the one offered first, and the most that a purchase may be.

    `preferred` is "" where the traveller's own preferred method comes first; a `limit` of None limits nothing.
    """

    channel: str
    barred: tuple[str, ...] = ()
    preferred: str = ""
    limit: Money | None = None


Rules = tuple[ChannelRule, ...]
"""The rules of a traveller, one a channel at most."""


def rule_of(rules: Rules, channel: str) -> ChannelRule:
    """What holds in a channel."""
    return next((rule for rule in rules if rule.channel == channel), ChannelRule(channel))


def why_not(rule: ChannelRule, method: str, total: Money | None) -> str:
    """Why a method may not pay a sum in the rule's channel, as the key of a sentence; "" when it may.

    A sum in another currency than the limit cannot be compared with it, and is above it. Without a sum the limit is
    not asked.
    """
    if method in rule.barred:
        return BARRED
    if rule.limit is None or total is None:
        return ""
    within = total.currency == rule.limit.currency and total <= rule.limit
    return "" if within else OVER_LIMIT


def with_barred(rules: Rules, channel: str, method: str) -> Rules:
    """The rules with a method that may not pay in a channel; it is not the preferred one there any more."""
    rule = rule_of(rules, channel)
    preferred = "" if rule.preferred == method else rule.preferred
    barred = tuple(dict.fromkeys((*rule.barred, method)))
    return _with(rules, msgspec.structs.replace(rule, barred=barred, preferred=preferred))


def with_allowed(rules: Rules, channel: str, method: str) -> Rules:
    """The rules with a method that may pay in a channel again."""
    rule = rule_of(rules, channel)
    return _with(rules, msgspec.structs.replace(rule, barred=tuple(one for one in rule.barred if one != method)))


def with_preferred(rules: Rules, channel: str, method: str) -> Rules:
    """The rules with a method that is offered first in a channel, "" for none of its own; such a one may pay there."""
    allowed = rule_of(with_allowed(rules, channel, method), channel)
    return _with(rules, msgspec.structs.replace(allowed, preferred=method))


def with_limit(rules: Rules, channel: str, limit: Money | None) -> Rules:
    """The rules with the most that a purchase with a saved method may cost in a channel, None for no limit."""
    return _with(rules, msgspec.structs.replace(rule_of(rules, channel), limit=limit))


def without_method(rules: Rules, method: str) -> Rules:
    """The rules after a method was removed: nothing is settled about it any more."""
    return with_replaced(rules, {method: ""})


def with_replaced(rules: Rules, methods: Mapping[str, str]) -> Rules:
    """The rules in which what was settled for a method holds for the one that took its place, or for none.

    Nobody gets around a bar by saving the same card once more.
    """
    for rule in rules:
        barred = (methods.get(one, one) for one in rule.barred)
        preferred = methods.get(rule.preferred, rule.preferred)
        kept = tuple(dict.fromkeys(one for one in barred if one))
        changed = msgspec.structs.replace(rule, barred=kept, preferred="" if preferred in kept else preferred)
        rules = _with(rules, changed)
    return rules


def united(one: Rules, other: Rules) -> Rules:
    """The rules of a traveller who was thought to be two: whatever either forbade stays forbidden.

    The lower limit holds, the first one's where they cannot be compared; the first one's preferred method, if any.
    """
    for theirs in other:
        mine = rule_of(one, theirs.channel)
        barred = tuple(dict.fromkeys((*mine.barred, *theirs.barred)))
        preferred = mine.preferred or theirs.preferred
        both = msgspec.structs.replace(
            mine,
            barred=barred,
            preferred="" if preferred in barred else preferred,
            limit=_lower(mine.limit, theirs.limit),
        )
        one = _with(one, both)
    return one


def _lower(one: Money | None, other: Money | None) -> Money | None:
    if one is None or other is None:
        return one or other
    return other if one.currency == other.currency and other < one else one


def _with(rules: Rules, changed: ChannelRule) -> Rules:
    """The rules with one changed, in the order of channels; one that settles nothing is none."""
    kept = [rule for rule in rules if rule.channel != changed.channel]
    kept += [changed] if changed != ChannelRule(changed.channel) else []
    return tuple(sorted(kept, key=_place))


def _place(rule: ChannelRule) -> tuple[int, str]:
    return CHANNELS.index(rule.channel) if rule.channel in CHANNELS else len(CHANNELS), rule.channel
