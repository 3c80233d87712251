"""What the platform is told at start: where it listens, whom it tells, and the accounts that it plays for."""

import msgspec

from bot.simulators.accounts import INSTAGRAM, NUMBER, PAGE, Account


class SimulatorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one platform; `webhooks` is the address under which each product's webhook lies, "" tells nobody."""

    host: str = "127.0.0.1"
    port: int = 0
    webhooks: str = ""
    verify_token: str = ""
    """The word that a webhook's address is verified with."""
    messenger: Account = PAGE
    whatsapp: Account = NUMBER
    instagram: Account = INSTAGRAM
    brand: str = "Threadfare Air"
    """Whom travellers talk to, as their phones show it."""
    data: str = ""
    """The file that keeps what phones showed, "" keeps nothing."""
    hang: float = 40.0
    """Seconds for which a call that is not to be answered is kept waiting; longer than any caller waits."""


def account(known: Account, **told: str) -> Account:
    """An account, with what was told about it in place of what is known."""
    return msgspec.structs.replace(known, **{name: value for name, value in told.items() if value})
