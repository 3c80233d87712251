"""What follows when a channel refuses what we say: one policy a reason, whatever the platform's own code for it is."""

from collections.abc import Mapping

import msgspec


class Policy(msgspec.Struct, frozen=True):
    """What to do about a refusal.

    `act` is one of: retry (the message, later), pause (the whole account, later), ask (wait whether the platform tells
    that it arrived), accept (it did arrive), mute (say nothing more to the thread before the traveller is heard again),
    stop (the whole account, until it works again) or fail (this message). `whole` says that the rest of the turn
    shares the fate of the message, `staff` that a person has to do something.
    """

    act: str
    whole: bool = False
    staff: bool = False


POLICIES: Mapping[str, Policy] = {
    "transient": Policy("retry"),
    "too_fast": Policy("retry"),
    "rate_limited": Policy("pause"),
    "unknown_outcome": Policy("ask"),
    "was_sent": Policy("accept"),
    "window_closed": Policy("fail", whole=True),
    "unavailable": Policy("mute", whole=True),
    "dead_address": Policy("mute", whole=True),
    "another_app": Policy("mute", whole=True),
    "restricted": Policy("stop", whole=True, staff=True),
    "permission": Policy("stop", whole=True, staff=True),
    "token": Policy("stop", whole=True, staff=True),
    "not_served": Policy("fail", whole=True),
    "not_now": Policy("fail"),
    "template": Policy("fail", staff=True),
    "content": Policy("fail"),
    "fault": Policy("fail"),
}
"""Every reason for which something is not sent.

transient: the platform has trouble. too_fast: too much for this one person. rate_limited: too much for the account.
window_closed: only a template may be said. unavailable: blocked, deleted or opted out. dead_address: nobody has that
id. another_app: another app has the thread. restricted: the platform holds the account back. permission: the app may
not. token: our token does not hold. not_served: this process does not speak for that account. not_now: the platform
holds this kind of message back from this person for a day. template: the template is not usable. content: the message
is wrong and stays so. fault: we could not make it.
"""

RETRYABLE = frozenset(reason for reason, policy in POLICIES.items() if policy.act in {"retry", "pause", "stop"})
MUTING = frozenset(reason for reason, policy in POLICIES.items() if policy.act == "mute")
STOPPING = frozenset(reason for reason, policy in POLICIES.items() if policy.act == "stop")
HOPELESS = frozenset(reason for reason, policy in POLICIES.items() if policy.whole)
"""Reasons that hold for whatever else the turn said, too."""


def policy_of(reason: str) -> Policy:
    """The policy of a reason; what nobody knows fails alone."""
    return POLICIES.get(reason, POLICIES["fault"])
