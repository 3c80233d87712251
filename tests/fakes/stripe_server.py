"""A strict Stripe in memory: its routes, forms, keys, statuses and errors over the rules of the sandbox's bank.

It takes only what the official library has as a parameter, answers as Stripe's reference says, and asks the bank of
`FakeGateway` what becomes of money, so that every test card and every fault of the sandbox strikes here, too.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
import stripe

from bot.adapters.http_client import Call, Policy, Reply
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.money import Money
from bot.ports.clock import Clock
from bot.ports.gateway import AccountSecret, Answer, CardSecret, Charge, Tokenized
from bot.sandbox.accounts import by_iban
from tests.builders.accounts import mandate
from tests.fakes.gateway import FakeGateway
from tests.fakes.stripe_objects import Made, disputes, intent, refunds, setup
from tests.fakes.stripe_params import read_form, route, unknown_parameters
from tests.fakes.stripe_reports import StripeBooks, clauses, page

KEY = "sk_test_1234567890"
SECRET = "whsec_stripe"
SEARCH_LAGS = timedelta(minutes=1)


class StripeError(Exception):
    """A refusal, with its status and its error."""

    def __init__(self, status: int, **error: Any) -> None:
        self.status = status
        self.error = error


class FakeStripe:
    """Stripe behind an `Engine`; `bank` decides, `asked` lists what was asked: method, path and fields."""

    def __init__(self, clock: Clock, bank: FakeGateway | None = None) -> None:
        self.bank = bank or FakeGateway(clock)
        self.clock = clock
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.attached: set[str] = set()
        self.secrets: dict[str, CardSecret | AccountSecret] = {}
        self.made: dict[str, Made] = {}
        self.sessions: dict[str, dict[str, Any]] = {}
        self._methods: dict[str, dict[str, Any]] = {}
        self._tokens: dict[str, str] = {}
        self._cut = ""
        self._keys: dict[str, tuple[object, Reply | None]] = {}

    def send(self, call: Call, policy: Policy) -> Reply:  # noqa: ARG002 (the port's name)
        """Answer a call; raises what the library does when wires break."""
        parts = urlsplit(call.url)
        path = parts.path.removeprefix("/v1/")
        assert call.headers["Stripe-Version"] == stripe.api_version
        form = read_form((call.body or b"").decode() if call.method == "POST" else parts.query)
        self.asked.append((call.method, path, form))
        if self._cut and path.endswith(self._cut):
            self._cut = ""
            raise requests.ReadTimeout
        try:
            self._check(call, path, form)
            if call.method == "GET":
                return _reply(200, self._read(path, form))
            return self._post(path, form, key=call.headers["Idempotency-Key"])
        except StripeError as refused:
            return _reply(refused.status, {"error": refused.error})

    def _check(self, call: Call, path: str, form: dict[str, Any]) -> None:
        if call.headers["Authorization"] != f"Bearer {KEY}":
            raise StripeError(401, type="invalid_request_error")
        wrong = unknown_parameters(call.method, path, form)
        if wrong:
            raise StripeError(400, type="invalid_request_error", code="parameter_unknown", message=str(wrong))

    def _post(self, path: str, form: dict[str, Any], *, key: str) -> Reply:
        asked, (before, reply) = (path, form), self._keys.get(key, (None, None))
        if before is not None and before != asked:
            raise StripeError(400, type="idempotency_error")
        self._keys[key] = (asked, None)
        if reply is None:
            reply = self._done(path, form, key=key)
            replayed = self.bank.replays(key)
        else:
            replayed = True
        self._keys[key] = (asked, reply if reply.status in {200, 402} else None)
        headers = {"request-id": "req_1"} | ({"idempotent-replayed": "true"} if replayed else {})
        return msgspec.structs.replace(reply, headers=headers)

    def _done(self, path: str, form: dict[str, Any], *, key: str) -> Reply:
        name = route("POST", path)
        about = path.split("/")[1] if "*" in name else ""
        try:
            return _reply(200, _WRITES[name](self, about, form, key))
        except StripeError as refused:
            if refused.status == 402:
                return _reply(402, {"error": refused.error})
            raise
        except IllegalError:
            raise StripeError(400, type="idempotency_error") from None

    # What is asked.

    def _customer(self, _: str, __: dict[str, Any], ___: str) -> object:
        return {"id": f"cus_{len(self._keys)}", "object": "customer"}

    def _method(self, _: str, form: dict[str, Any], key: str) -> object:
        name, kind = f"pm_{len(self._methods) + 1}", form["type"]
        if kind == "sepa_debit":
            iban = form["sepa_debit"]["iban"]
            assert form["billing_details"]["email"]
            if by_iban(iban).refused:
                raise StripeError(400, type="invalid_request_error", code=by_iban(iban).refused, param="sepa_debit")
            self.secrets[name] = AccountSecret(iban, form["billing_details"]["name"])
            shown = {"last4": iban[-4:], "country": iban[:2], "fingerprint": f"fp{iban[-6:]}"}
        else:
            typed = form["card"]
            months = int(typed["exp_month"]), int(typed["exp_year"])
            shown = self._issue(name, CardSecret(typed["number"], *months, typed["cvc"], "Ada"), key=key)
        self._methods[name] = {"id": name, "type": kind, kind: shown}
        return self._methods[name]

    def _issue(self, name: str, card: CardSecret, *, key: str) -> dict[str, Any]:
        said: Tokenized = self.bank.tokenize(card, key=key)
        if said.result == "unknown":
            self._break(key)
        if said.instrument is None:
            raise StripeError(402, type="card_error", code=said.code)
        self._tokens[name] = said.instrument.token
        told = msgspec.structs.asdict(said.instrument)
        return {field: told[field] for field in told if field not in {"token", "kind"}}

    def _detach(self, method: str, _: dict[str, Any], key: str) -> object:
        if method not in self._methods:
            raise StripeError(404, type="invalid_request_error", code="resource_missing", param="payment_method")
        if method not in self.attached:
            raise StripeError(400, type="invalid_request_error", message="It is not attached.")
        try:
            self.bank.detach(self._tokens[method], key=key)
        except UnavailableError:
            self._break(key)
        self.attached.discard(method)
        return {"id": method}

    def _create(self, _: str, form: dict[str, Any], __: str) -> object:
        method = form["payment_method"]
        if method not in self._methods:
            raise StripeError(400, type="invalid_request_error", code="resource_missing", param="payment_method")
        assert form["customer"].startswith("cus_")
        assert int(form["amount"]) > 0
        made = Made(f"pi_{len(self.made) + 1}", form, int(self.clock.now().timestamp()))
        self.made[made.id] = made
        return self.shown(made)

    def _confirm(self, name: str, form: dict[str, Any], key: str) -> object:
        made = self._known(name)
        assert form["return_url"]
        method, made.sent = form["payment_method"], True
        sepa = made.form["allowed_payment_method_types"] == ["sepa_debit"]
        usage: Any = "keep" if made.form.get("setup_future_usage") else "once"
        for other in [one for one in self.made.values() if one.form["payment_method"] == method]:
            self.shown(other)
        wishes = made.form.get("payment_method_options", {}).get("card", {})
        seen = wishes.get("request_three_d_secure") in {"any", "challenge"}
        usage = "saved" if method in self.attached else usage
        charge = Charge(self._tokens[method], usage, self._reference(form), challenge=seen)
        due = Money(int(made.form["amount"]), made.form["currency"].upper())
        told = made.form["metadata"]
        words = {"payment": told["payment"], "metadata": told, "return_url": form["return_url"]}
        answer = (self.bank.charge if sepa else self.bank.authorize)(charge, due, key=key, **words)
        made.bank = made.bank or answer.reference
        shown = self._moved(made, answer, key)
        return shown | _HELD if answer.result == "approved" and shown["status"] == "canceled" else shown

    def _capture(self, name: str, form: dict[str, Any], key: str) -> object:
        made = self._known(name)
        due = Money(int(form["amount_to_capture"]), made.form["currency"].upper())
        return self._moved(made, self.bank.capture(made.bank, due, key=key), key, param="amount_to_capture")

    def _cancel(self, name: str, _: dict[str, Any], key: str) -> object:
        made = self._known(name)
        return self._moved(made, self.bank.void(made.bank, key=key), key)

    def _refund(self, _: str, form: dict[str, Any], key: str) -> object:
        made = self._known(form["payment_intent"])
        due = Money(int(form["amount"]), made.form["currency"].upper())
        made.told[key] = form["metadata"]
        answer = self.bank.refund(made.bank, due, key=key)
        self._moved(made, answer, key, param="amount")
        status = "pending" if answer.result == "pending" else "succeeded"
        amount = {"amount": due.minor, "currency": made.form["currency"]}
        return {"id": f"re_{key}", "object": "refund", "status": status, **amount}

    def _setup(self, _: str, form: dict[str, Any], key: str) -> object:
        method = form["payment_method"]
        if method not in self._methods:
            raise StripeError(400, type="invalid_request_error", code="resource_missing", param="payment_method")
        made = Made(f"seti_{len(self.made) + 1}", form, int(self.clock.now().timestamp()))
        if "mandate_data" in form:
            self._sign(made, method, key)
        else:
            charge = Charge(self._tokens[method], "keep")
            words = {"setup": form["metadata"]["setup"], "return_url": form["return_url"]}
            answer = self.bank.verify(charge, key=key, **words)
            made.bank = answer.reference
            self.made[made.id] = made
            self._moved(made, answer, key)
        self.made[made.id] = made
        return self.shown(made)

    def _sign(self, made: Made, method: str, key: str) -> None:
        accepted = made.form["mandate_data"]["customer_acceptance"]
        assert accepted["type"] == "offline" or set(accepted["online"]) == {"ip_address", "user_agent"}
        account = self.secrets[method]
        assert isinstance(account, AccountSecret)
        signed = msgspec.structs.replace(mandate(), reference=made.form["metadata"]["mandate"])
        said = self.bank.tokenize_account(account, key=key, mandate=signed)
        if said.instrument is None:
            self._break(key)
        assert said.instrument is not None
        self._tokens[method] = said.instrument.token
        self.attached.add(method)
        made.mandate = f"mandate_{made.id}"

    def _drop_setup(self, name: str, _: dict[str, Any], key: str) -> object:
        made = self._known(name)
        return self._moved(made, self.bank.void(made.bank, key=key), key)

    def _session(self, _: str, form: dict[str, Any], __: str) -> object:
        name = f"cs_{len(self.sessions) + 1}"
        assert form["mode"] == "setup"
        session = {"id": name, "object": "checkout.session", "status": "open", "metadata": form["metadata"]}
        self.sessions[name] = session | {"url": f"https://checkout.example/{name}", "customer": f"cus_of_{name}"}
        return self.sessions[name]

    # What it comes to.

    def shown(self, made: Made) -> dict[str, Any]:
        """A payment or a setup as Stripe shows it; what was approved for later belongs to its customer now."""
        records = [p for p in self.bank.find(self._subject(made)) if p.reference in {made.bank, *self._unclaimed(made)}]
        made.bank = records[0].reference if records else made.bank
        (setup if made.id.startswith("seti") else intent)(made, records[0] if records else None)
        keeps = made.form.get("setup_future_usage") or (made.id.startswith("seti") and not made.mandate)
        if keeps and made.shown["status"] in {"requires_capture", "succeeded"}:
            self.attached.add(made.form["payment_method"])
        return made.shown

    def _unclaimed(self, made: Made) -> set[str]:
        """What the bank has done for a payment although nobody heard of it."""
        if made.bank or not made.sent:
            return set()
        return {one.reference for one in self.bank.find(self._subject(made))} - {one.bank for one in self.made.values()}

    def _moved(self, made: Made, answer: Answer, key: str, *, param: str = "") -> dict[str, Any]:
        about = {"payment_intent": {"id": made.id}}
        if answer.result == "unknown" and answer.code == "payment_unexpected_state":
            raise StripeError(400, type="invalid_request_error", code="payment_intent_unexpected_state", **about)
        if answer.result == "unknown" and answer.code != "amount_mismatch":
            self._break(key)
        if answer.result == "declined" and answer.code == "amount_too_large":
            code = {"code": answer.code} if param == "amount_to_capture" else {}
            raise StripeError(400, type="invalid_request_error", param=param, **code)
        if answer.result == "declined" and answer.code == "mandate_inactive":
            raise StripeError(400, type="invalid_request_error", code="payment_intent_mandate_invalid", **about)
        if answer.result == "declined" and answer.code == "charge_disputed":
            raise StripeError(400, type="invalid_request_error", code=answer.code)
        if answer.result == "declined":
            raise StripeError(402, type="card_error", code="card_declined", decline_code=answer.code, **about)
        return self.shown(made)

    def _break(self, key: str) -> None:
        """Break the wire as the bank's test card wants it."""
        if self.bank.replays(key):
            raise StripeError(500, type="api_error")
        raise requests.ReadTimeout

    def _read(self, path: str, query: dict[str, Any]) -> object:
        name, _, about = path.rpartition("/")
        if name == "checkout/sessions":
            return self.sessions[about]
        if path == "refunds":
            return {"data": refunds(self.made[query["payment_intent"]], self._record(query["payment_intent"]))}
        if path == "disputes":
            return {"data": disputes(self.made[query["payment_intent"]], self._record(query["payment_intent"]))}
        if path == "radar/early_fraud_warnings":
            return {"data": self._books().warnings(query["payment_intent"])}
        if path == "balance":
            return self._books().balance()
        if path in {"events", "balance_transactions"}:
            books = self._books()
            expanded = "data.source" in query.get("expand", [])
            return page(books.events() if path == "events" else books.lines(expanded=expanded), query)
        if path in {"payment_intents", "setup_intents"}:
            return self._listed(path, query)
        if about == "search":
            old = int((self.clock.now() - SEARCH_LAGS).timestamp())
            wanted = set(clauses(query["query"]))
            payments = [self.shown(one) for one in self.made.values() if one.id.startswith("pi") and one.created < old]
            return {"data": [one for one in payments if one["metadata"]["payment"] in wanted]}
        return self.shown(self._known(about))

    def _listed(self, path: str, query: dict[str, Any]) -> object:
        prefix = "pi_" if path == "payment_intents" else "seti_"
        found = [self.shown(one) for one in reversed(self.made.values()) if one.id.startswith(prefix)]
        wanted = query.get("payment_method")
        return page([one for one in found if wanted in {None, one["payment_method"]}], query)

    def _books(self) -> StripeBooks:
        for one in self.made.values():
            self.shown(one)
        return StripeBooks(self.bank, {one.bank: one for one in self.made.values() if one.bank})

    def _known(self, name: str) -> Made:
        if name not in self.made:
            raise StripeError(404, type="invalid_request_error", code="resource_missing", param="intent")
        return self.made[name]

    def _record(self, name: str) -> Any:
        made = self.made[name]
        return next(one for one in self.bank.find(self._subject(made)) if one.reference == made.bank)

    def _subject(self, made: Made) -> str:
        told = made.form.get("metadata", {})
        return str(told.get("payment") or told.get("setup", ""))

    def _reference(self, form: dict[str, Any]) -> str:
        signed = next((one for one in self.made.values() if one.mandate and one.mandate == form.get("mandate")), None)
        return signed.form["metadata"]["mandate"] if signed else ""

    # What a test does.

    def cut(self, ending: str) -> None:
        """Lose the next request whose path ends so, before it arrives."""
        self._cut = ending

    def type_on_page(self, url: str, card: CardSecret | None) -> None:
        """Be the traveller on Stripe's page; without a card she lets its time pass."""
        session = self.sessions[url.rpartition("/")[2]]
        if card is None:
            session["status"] = "expired"
            return
        name = f"pm_{len(self._methods) + 1}"
        try:
            shown = self._issue(name, card, key=f"typed_{name}")
        except StripeError:
            return
        self._methods[name] = {"id": name, "type": "card", "card": shown}
        said = self.bank.verify(Charge(self._tokens[name], "keep"), key=name, setup=session["id"], return_url="x")
        assert said.result == "approved"
        self.attached.add(name)
        made = Made(f"seti_{len(self.made) + 1}", {"payment_method": name, "metadata": {"setup": session["id"]}}, 0)
        made.bank = said.reference
        self.made[made.id] = made
        session |= {"status": "complete", "setup_intent": self.shown(made) | {"payment_method": self._methods[name]}}


_HELD = {"status": "requires_capture", "amount_capturable": 42000}
"""What was held and lapsed at once: the answer came before."""
_WRITES: dict[str, Callable[[FakeStripe, str, dict[str, Any], str], object]] = {
    "customers": FakeStripe._customer,
    "payment_methods": FakeStripe._method,
    "payment_methods/*/detach": FakeStripe._detach,
    "payment_intents": FakeStripe._create,
    "payment_intents/*/confirm": FakeStripe._confirm,
    "payment_intents/*/capture": FakeStripe._capture,
    "payment_intents/*/cancel": FakeStripe._cancel,
    "refunds": FakeStripe._refund,
    "setup_intents": FakeStripe._setup,
    "setup_intents/*/cancel": FakeStripe._drop_setup,
    "checkout/sessions": FakeStripe._session,
}


def _reply(status: int, body: object) -> Reply:
    return Reply(status, {"request-id": "req_1"}, msgspec.json.encode(body))
