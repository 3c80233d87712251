"""Claims: whatever an effect does is done once, however often the effect is performed."""

from hashlib import blake2b

import msgspec

from bot.domain.conversation.effects import Effect
from bot.domain.ids import effect_name
from bot.ports.records import Work


def claim(work: Work, thread: str, effect_id: str, effect: Effect) -> bool:
    """Whether an effect of a thread is acted on for the first time; False when it was before.

    The thread is a part of the name: platforms promise their ids for one account, not across accounts. Raises
    `IllegalError` when another request was made under the same name.
    """
    request = blake2b(thread.encode() + b"\0" + msgspec.json.encode(effect), digest_size=16).hexdigest()
    return work.talk.claim_effect(effect_name(thread, effect_id), request)
