"""Errors that carry their policy: may it be tried again, what to tell whom.

A caller decides from the fields alone and never from the type's name or the message. A decline, a sold-out
flight and a misunderstood date are answers, not errors: they are values or events. What is raised is either
a fault of ours (`Illegal`), bad input (`Invalid`), or the outside that did not do what we asked.
"""

import msgspec


class ThreadfareError(Exception):
    """The root of everything that Threadfare raises on purpose.

    Attributes:
        retryable: the same call may be made again later, with the same key.
        say_to_traveller: the key of a text in the catalogue of texts, or "" when the traveller need not know.
        say_to_staff: one sentence that tells staff what happened, free of personal data.
    """

    retryable = False
    say_to_traveller = ""

    def __init__(self, say_to_staff: str, *, say_to_traveller: str = "", retryable: bool | None = None) -> None:
        super().__init__(say_to_staff)
        self.say_to_staff = say_to_staff
        if say_to_traveller:
            self.say_to_traveller = say_to_traveller
        if retryable is not None:
            self.retryable = retryable


class IllegalError(ThreadfareError):
    """A transition that the table does not list; nothing was changed."""


class InvalidError(ThreadfareError):
    """Input that cannot be used as it is; the sentence says what would be."""


class ConflictError(ThreadfareError):
    """Somebody else changed the same thing first; load it again."""

    retryable = True


class Again(msgspec.Struct, frozen=True):
    """How something is tried again: at most so often (0: as time allows), each wait so many times the one before.

    `then` is the reason when the tries are used up, "" when it stays the same.
    """

    most: int = 0
    growth: float = 1
    then: str = ""


class SendFailedError(ThreadfareError):
    """A channel did not take a message.

    Attributes:
        reason: one of those in `bot.domain.conversation.refusals`, which says what follows from each.
        retry_after: seconds to wait before the next try, 0 when the channel did not say.
        again: how often, and how the wait grows.
    """

    def __init__(
        self,
        say_to_staff: str,
        *,
        reason: str,
        retryable: bool,
        retry_after: float = 0,
        again: Again | None = None,
    ) -> None:
        super().__init__(say_to_staff, retryable=retryable)
        self.reason = reason
        self.retry_after = retry_after
        self.again = again or Again()


class SupplierError(ThreadfareError):
    """A flight supplier failed before it did anything: the call may be made again when `retryable`."""

    say_to_traveller = "supplier_down"


class OutcomeUnknownError(ThreadfareError):
    """An outside party may or may not have done it: look it up, never do it again under another key."""

    retryable = True
    say_to_traveller = "still_checking"


class UnavailableError(ThreadfareError):
    """A store or service that we need is away; it is worth trying again."""

    retryable = True
    say_to_traveller = "try_again_soon"


class LimitError(ThreadfareError):
    """It was asked for too often; it is worth trying again, but not soon."""

    retryable = True
    say_to_traveller = "try_again_soon"
