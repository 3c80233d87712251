"""What Stripe takes in a request, from the typed parameters of its official library: names, nesting, what is needed."""

import re
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

_NESTED = re.compile(r"\b(\w+Params\w+)\b")
_ROUTES = {
    ("POST", "customers"): "CustomerCreate",
    ("POST", "payment_methods"): "PaymentMethodCreate",
    ("POST", "payment_methods/*/detach"): "PaymentMethodDetach",
    ("POST", "payment_intents"): "PaymentIntentCreate",
    ("POST", "payment_intents/*/confirm"): "PaymentIntentConfirm",
    ("POST", "payment_intents/*/capture"): "PaymentIntentCapture",
    ("POST", "payment_intents/*/cancel"): "PaymentIntentCancel",
    ("GET", "payment_intents/*"): "PaymentIntentRetrieve",
    ("GET", "payment_intents"): "PaymentIntentList",
    ("GET", "payment_intents/search"): "PaymentIntentSearch",
    ("POST", "refunds"): "RefundCreate",
    ("GET", "refunds"): "RefundList",
    ("GET", "disputes"): "DisputeList",
    ("GET", "radar/early_fraud_warnings"): "radar.EarlyFraudWarningList",
    ("GET", "events"): "EventList",
    ("GET", "balance"): "BalanceRetrieve",
    ("GET", "balance_transactions"): "BalanceTransactionList",
    ("POST", "setup_intents"): "SetupIntentCreate",
    ("POST", "setup_intents/*/cancel"): "SetupIntentCancel",
    ("GET", "setup_intents/*"): "SetupIntentRetrieve",
    ("GET", "setup_intents"): "SetupIntentList",
    ("POST", "checkout/sessions"): "checkout.SessionCreate",
    ("GET", "checkout/sessions/*"): "checkout.SessionRetrieve",
}


def route(method: str, path: str) -> str:
    """The pattern that a path follows; raises `KeyError` for one that Stripe does not have."""
    starred = re.sub(r"/(?!search$|sessions|early_)[a-z]+_[^/]+", "/*", path)
    if (method, starred) not in _ROUTES:
        raise KeyError(f"{method} {path}")
    return starred


def read_form(body: str) -> dict[str, Any]:
    """The nested fields of a form body; a name that ends with [] is a list."""
    whole: dict[str, Any] = {}
    for field, value in parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)):
        first, *rest = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", field)
        within, names = whole, [first, *rest]
        while len(names) > 1 and names[1]:
            within = within.setdefault(names.pop(0), {})
        if len(names) > 1:
            within.setdefault(names[0], []).append(value)
        else:
            assert names[0] not in within, f"{field} is said twice."
            within[names[0]] = value
    return whole


def unknown_parameters(method: str, path: str, form: dict[str, Any]) -> list[str]:
    """What the official library does not know, or misses, in the parameters of a request."""
    name = _ROUTES[method, route(method, path)]
    folder, _, word = name.rpartition(".")
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", word).lower()
    module = import_module(".".join(part for part in ("stripe.params", folder, f"_{snake}_params") if part))
    return list(_wrong(module, f"{word}Params", form, ""))


def _wrong(module: Any, name: str, form: dict[str, Any], outer: str) -> Any:
    fields = {field: str(kind) for field, kind in getattr(module, name).__annotations__.items()}
    for field, value in form.items():
        where = f"{outer}[{field}]" if outer else field
        if field not in fields:
            yield f"{where} is unknown"
        elif isinstance(value, dict):
            nested = [found for found in _NESTED.findall(fields[field]) if hasattr(module, found)]
            if nested:
                yield from _wrong(module, nested[0], value, where)
            elif "Dict[str, str]" not in fields[field]:
                yield f"{where} has no fields"
    yield from (f"{outer}[{field}] is missing" for field, kind in fields.items() if _is_needed(field, kind, form))


def _is_needed(field: str, kind: str, form: dict[str, Any]) -> bool:
    return "NotRequired" not in kind and field not in form and field not in _OPTIONS


_OPTIONS = frozenset(
    {"api_key", "stripe_version", "stripe_account", "max_network_retries", "idempotency_key", "content_type", "headers"}
    | {"api_mode", "stripe_context"}
)
"""Words for the library itself, which no request carries."""
