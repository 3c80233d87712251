"""What can happen to a traveller's money and account besides the steps of a checkout, as one union."""

from bot.domain.conversation.account_events import AccountEvent
from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.pin_events import PinAsked, PinConfirmed
from bot.domain.conversation.wallet_events import WalletLinkMade

MoneyEvent = AccountActivityNoted | AccountEvent | DebitAsked | DebitUndone | PinAsked | PinConfirmed | WalletLinkMade
