"""The wallet part of SQL in memory: the same refusals as the tables, in dictionaries of frozen values."""

from datetime import datetime
from typing import Any

from bot.domain.errors import ConflictError, IllegalError
from bot.domain.payment.consent import GivenConsent
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.method import Method
from bot.domain.payment.wallet_rules import Rules
from bot.ports.wallet_records import Traveller


class Instruments:
    """A look at the instruments of another part, which itself takes back what it has to."""

    def __init__(self, money: Any) -> None:
        self._money = money

    def copy(self) -> "Instruments":
        """Nothing of its own is taken back."""
        return self

    def of(self, method: Method) -> KeptInstrument | None:
        """The instrument of a method."""
        return self._money.instrument(method.instrument) if self._money is not None else None


class MemoryWalletRecords:
    """The port `WalletRecords`; every attribute is a plain container, so that a transaction can be taken back."""

    def __init__(self, money: Any = None) -> None:
        self.instruments = Instruments(money)
        self.settled: dict[str, Rules] = {}
        self.travellers: dict[str, Traveller] = {}
        self.threads: dict[str, str] = {}
        self.linked_at: dict[str, datetime] = {}
        self.consents: dict[str, GivenConsent] = {}
        self.methods: dict[str, Method] = {}
        self.left: dict[str, datetime] = {}

    def enroll(self, thread: str, traveller: Traveller) -> str:
        """The id of the thread's traveller."""
        if thread not in self.threads:
            self.travellers[traveller.id] = traveller
            self.threads[thread] = traveller.id
            self.linked_at[thread] = traveller.began_at
        return self.threads[thread]

    def traveller_of(self, thread: str) -> str:
        """The id of the traveller of a thread."""
        return self.threads.get(thread, "")

    def traveller(self, traveller: str, *, lock: bool = False) -> Traveller | None:  # noqa: ARG002  one writer at a time here
        """A traveller."""
        return self.travellers.get(traveller)

    def save_traveller(self, traveller: Traveller) -> None:
        """Store what is remembered of a traveller."""
        if traveller.id in self.travellers:
            self.travellers[traveller.id] = traveller

    def threads_of(self, traveller: str) -> tuple[str, ...]:
        """The threads of a traveller."""
        mine = [thread for thread, owner in self.threads.items() if owner == traveller]
        return tuple(sorted(mine, key=lambda thread: (self.since(thread), thread)))

    def since(self, thread: str) -> datetime:
        """Since when a thread has its traveller."""
        return self.linked_at.get(thread, self.travellers[self.threads[thread]].began_at)

    def leave(self, thread: str, *, at: datetime) -> None:
        """Note that nobody comes back to a thread."""
        self.left.setdefault(thread, at)

    def has_left(self, thread: str) -> bool:
        """Whether nobody comes back to a thread."""
        return thread in self.left

    def give_consent(self, given: GivenConsent) -> None:
        """Keep a consent for ever."""
        if given.id in self.consents:
            raise ConflictError("A consent is given once.")
        self.consents[given.id] = given

    def consents_of(self, traveller: str) -> tuple[GivenConsent, ...]:
        """What a traveller agreed to."""
        names = {traveller, *(one.id for one in self.travellers.values() if one.merged_into == traveller)}
        mine = [given for given in self.consents.values() if given.traveller in names]
        return tuple(sorted(mine, key=lambda given: (given.consent.at, given.id)))

    def add_method(self, method: Method) -> None:
        """Store a new method."""
        if method.traveller not in self.travellers or method.consent not in self.consents:
            raise IllegalError("A method belongs to a traveller who agreed to it.")
        if method.id in self.methods or self.method_of(method.instrument) is not None:
            raise ConflictError("An instrument is kept once.")
        self._store(method)

    def save_method(self, method: Method) -> None:
        """Store a method that is there."""
        if method.id in self.methods:
            self._store(method)

    def method(self, method: str) -> Method | None:
        """A method by its id."""
        return self.methods.get(method)

    def method_of(self, instrument: str) -> Method | None:
        """The method that an instrument is kept for."""
        return next((method for method in self.methods.values() if method.instrument == instrument), None)

    def methods_of(self, traveller: str) -> tuple[Method, ...]:
        """Every method that a traveller ever had."""
        mine = [method for method in self.methods.values() if method.traveller == traveller]
        return tuple(sorted(mine, key=lambda method: (method.added_at, method.id)))

    def expiring(self, month: str, *, most: int) -> tuple[Method, ...]:
        """Active methods whose card ends by a month, and that nobody was warned of yet."""
        ends = {method.id: self._end(method) for method in self.methods.values() if method.state == "active"}
        due = [name for name, end in ends.items() if end and end <= month and self.methods[name].expiry_told < end]
        return tuple(self.methods[name] for name in sorted(due, key=lambda name: (ends[name], name))[:most])

    def _end(self, method: Method) -> str:
        card = self.instruments.of(method)
        return f"{card.exp_year:04d}-{card.exp_month:02d}" if card is not None and card.exp_year else ""

    def rules(self, traveller: str) -> Rules:
        """What a traveller settled."""
        return self.settled.get(traveller, ())

    def save_rules(self, traveller: str, rules: Rules) -> None:
        """Store what a traveller settled."""
        self.settled[traveller] = rules

    def _store(self, method: Method) -> None:
        others = [one for one in self.methods_of(method.traveller) if one.preferred and one.id != method.id]
        if method.preferred and others:
            raise ConflictError("One method is offered first.")
        self.methods[method.id] = method
