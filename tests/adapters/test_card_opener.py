"""The JWE profile: what the header may hold, which keys open, what a peer encrypts."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey
from jwcrypto import jwe as peer
from jwcrypto import jwk as peer_jwk

from bot.adapters.card_opener import JweCardOpener
from bot.domain.errors import InvalidError
from bot.ports.vault import Sealed
from tests.builders.sealing import NOW, card_inside, code_inside, encrypt, seal

KEY = ECKey.generate_key("P-256", {"kid": "kid-1"})
PUBLIC: dict[str, Any] = KEY.as_dict(private=False)
PRIVATE: dict[str, Any] = KEY.as_dict(private=True)


def _checks_failed(sealed: Sealed, keys: dict[str, dict[str, Any]] | None = None) -> list[str]:
    """The names of the checks that failed: none when the card opens."""
    failed: list[str] = []
    keys = {"kid-1": PRIVATE} if keys is None else keys
    opener = JweCardOpener(keys.get, lambda _jti: True, failed.append)
    try:
        opener.open(sealed, checkout="chk_1", minor=12050, currency="EUR", now=NOW)
    except InvalidError:
        assert failed
    return failed


def _with_header(token: str, **changes: object) -> str:
    """The same token with its header changed afterwards, as somebody on the way could."""
    head, rest = token.split(".", 1)
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    header = {name: value for name, value in {**header, **changes}.items() if value is not None}
    return base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode() + "." + rest


def test_what_a_peer_encrypts_opens() -> None:
    """A browser that follows RFC 7516 and 7518 is understood."""
    assert not _checks_failed(seal(PUBLIC, card_inside(), code_inside()))


def test_a_retiring_key_still_opens_and_a_destroyed_one_does_not() -> None:
    """A page opened just before a rotation can still pay; one from long before must be opened again."""
    sealed = seal(PUBLIC, card_inside(), code_inside())
    newer = ECKey.generate_key("P-256", {"kid": "kid-2"}).as_dict(private=True)
    assert not _checks_failed(sealed, {"kid-1": PRIVATE, "kid-2": newer})
    assert _checks_failed(sealed, {"kid-2": newer}) == ["kid"]


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"alg": "dir"}, "profile"),
        ({"alg": "ECDH-ES+A256KW"}, "profile"),
        ({"enc": "A128GCM"}, "profile"),
        ({"zip": "DEF"}, "header"),
        ({"crit": ["b64"]}, "header"),
        ({"apu": "QQ"}, "header"),
        ({"cty": "JWT"}, "header"),
        ({"typ": "JWT"}, "profile"),
        ({"kid": None}, "header"),
        ({"kid": "kid-9"}, "kid"),
        ({"kid": "../kid-1"}, "kid"),
        ({"epk": None}, "header"),
        ({"epk": {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}}, "profile"),
        ({"epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}, "decrypt"),
        ({"epk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA"}}, "header"),
    ],
)
def test_a_header_outside_the_profile_is_refused(changes: dict[str, object], check: str) -> None:
    """Nobody can talk the worker into another algorithm, another curve or a zip bomb."""
    good = seal(PUBLIC, card_inside(), code_inside())
    assert _checks_failed(Sealed(_with_header(good.card, **changes), good.code)) == [check]


def test_a_compressed_card_is_refused() -> None:
    """A small token cannot grow large in the worker."""
    good = seal(PUBLIC, card_inside(), code_inside())
    assert _checks_failed(Sealed(encrypt(PUBLIC, card_inside(), zip="DEF"), good.code)) == ["header"]


def test_a_card_encrypted_with_rsa_is_refused() -> None:
    """Only the one profile is served, even when a peer's key of another kind bears our name."""
    rsa = RSAKey.generate_key(2048).as_dict(private=False)
    head = json.dumps({"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "kid-1"})
    token = peer.JWE(b"{}", head, recipient=peer_jwk.JWK(**rsa)).serialize(compact=True)
    assert _checks_failed(Sealed(token, token)) == ["header"]


@pytest.mark.parametrize("part", [2, 3, 4])
def test_a_token_changed_on_the_way_does_not_open(part: int) -> None:
    """What the worker charges is what the browser encrypted, to the last bit."""
    good = seal(PUBLIC, card_inside(), code_inside())
    pieces = good.card.split(".")
    pieces[part] = ("A" if pieces[part][0] != "A" else "B") + pieces[part][1:]
    assert _checks_failed(Sealed(".".join(pieces), good.code)) == ["decrypt"]


def test_code_and_card_cannot_change_places() -> None:
    """A security code is never taken for a number, nor kept where numbers are kept."""
    good = seal(PUBLIC, card_inside(), code_inside())
    assert _checks_failed(Sealed(good.code, good.card)) == ["decrypt"]


def test_a_member_that_the_profile_does_not_know_is_refused() -> None:
    """A security code cannot hide inside the card's own token."""
    sealed = seal(PUBLIC, card_inside(cvc="123"), code_inside())
    assert _checks_failed(sealed) == ["decrypt"]


@pytest.mark.parametrize(
    ("card", "code", "check"),
    [
        ({"v": 2}, {}, "version"),
        ({"iat": NOW - 601}, {}, "time"),
        ({"chk": "chk_2"}, {}, "checkout"),
        ({"amt": 1}, {}, "amount"),
        ({"jti": "short"}, {"jti": "short"}, "pair"),
        ({"pan": "4242424242424241"}, {}, "number"),
        ({"exp_year": 2000}, {}, "expiry"),
        ({"exp_year": 2099}, {}, "expiry"),
        ({}, {"cvc": "12"}, "code"),
    ],
)
def test_the_counter_names_the_check(card: dict[str, object], code: dict[str, object], check: str) -> None:
    """Staff see in the metrics why cards are refused, though nobody else does."""
    assert _checks_failed(seal(PUBLIC, card_inside(**card), code_inside(**code))) == [check]


WRONG: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "version": ({"v": 2}, {}),
    "time": ({"iat": NOW + 61}, {}),
    "checkout": ({"chk": "chk_2"}, {}),
    "amount": ({"cur": "USD"}, {}),
    "pair": ({"jti": "jti-of-another-page-2"}, {}),
    "replayed": ({}, {}),
    "name": ({"name": "4242 4242"}, {}),
    "number": ({"pan": "4242424242424241"}, {}),
    "expiry": ({"exp_month": 0}, {}),
    "code": ({}, {"cvc": "12"}),
}
"""Every check of the plaintext, in order, with a card that fails it alone."""


@given(st.sets(st.sampled_from(sorted(WRONG)), min_size=1))
def test_the_first_check_that_fails_decides_and_none_after_it_is_asked(wrong: set[str]) -> None:
    """What is not bound to this checkout, amount and moment uses up no card and is looked into no further."""
    cards = dict(field for check in wrong for field in WRONG[check][0].items())
    codes = dict(field for check in wrong for field in WRONG[check][1].items())
    failed, asked = list[str](), list[str]()

    def first_use(jti: str) -> bool:
        asked.append(jti)
        return "replayed" not in wrong

    with pytest.raises(InvalidError):
        JweCardOpener({"kid-1": PRIVATE}.get, first_use, failed.append).open(
            seal(PUBLIC, card_inside(**cards), code_inside(**codes)),
            checkout="chk_1",
            minor=12050,
            currency="EUR",
            now=NOW,
        )
    order = list(WRONG)
    first = min(wrong, key=order.index)
    assert failed == [first]
    assert bool(asked) == (order.index(first) >= order.index("replayed"))


_ACCOUNT: dict[str, object] = {
    "v": 1,
    "iban": "FR7630006000011234567890189",
    "name": "Ada",
    "chk": "stp_1",
    "iat": NOW,
    "jti": "jti-of-one-page-0001",
}


def _account_fails(sealed: Sealed, *, fresh: bool = True) -> list[str]:
    """The names of the checks that failed of a bank account for setup stp_1."""
    failed: list[str] = []
    opener = JweCardOpener({"kid-1": PRIVATE}.get, lambda _jti: fresh, failed.append)
    try:
        opener.open_account(sealed, setup="stp_1", now=NOW)
    except InvalidError:
        assert failed
    return failed


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({}, ""),
        ({"v": 2, "iat": 0}, "version"),
        ({"iat": NOW - 601, "chk": "stp_2"}, "time"),
        ({"chk": "stp_2", "jti": "short"}, "checkout"),
        ({"jti": "short", "iban": "no"}, "pair"),
        ({"iban": "FR7630006000011234567890188", "name": ""}, "iban"),
        ({"name": "4242424242424242"}, "name"),
        ({"cvc": "123"}, "decrypt"),
        ({"pan": "4242424242424242"}, "decrypt"),
    ],
)
def test_an_account_passes_the_same_checks_in_the_same_order(changes: dict[str, object], check: str) -> None:
    """A bank account is bound to its setup as a card is to its checkout."""
    sealed = Sealed(encrypt(PUBLIC, {**_ACCOUNT, **changes}))
    assert _account_fails(sealed) == ([check] if check else [])


def test_an_account_is_never_a_card_nor_read_twice_nor_unpacked() -> None:
    """A token of the one kind is none of the other, and a copy of it opens nothing."""
    good = Sealed(encrypt(PUBLIC, _ACCOUNT))
    assert _account_fails(good, fresh=False) == ["replayed"]
    assert _account_fails(Sealed(encrypt(PUBLIC, card_inside(chk="stp_1")))) == ["decrypt"]
    assert _account_fails(Sealed(encrypt(PUBLIC, _ACCOUNT, zip="DEF"))) == ["header"]
    assert _account_fails(Sealed(encrypt(PUBLIC, _ACCOUNT, cty="JWT"))) == ["header"]
    assert _account_fails(Sealed(good.card, good.card)) == ["code"]
    assert _account_fails(Sealed("x" * 4097)) == ["size"]
    assert _checks_failed(Sealed(good.card, good.card)) == ["decrypt"]


@given(st.binary(max_size=60), st.integers(0, 4))
def test_no_bytes_in_any_part_make_it_raise_anything_else(noise: bytes, part: int) -> None:
    """A good token with one of its parts replaced is refused in the one sentence."""
    pieces = encrypt(PUBLIC, _ACCOUNT).split(".")
    pieces[part] = base64.urlsafe_b64encode(b"x" + noise).rstrip(b"=").decode()
    assert _account_fails(Sealed(".".join(pieces)))


@given(st.text(max_size=300) | st.from_regex(r"\A[A-Za-z0-9_-]{0,40}(\.[A-Za-z0-9_-]{0,40}){4}\Z"))
def test_no_text_makes_it_raise_anything_else(token: str) -> None:
    """Whatever is posted, the worker gives its one answer."""
    assert _checks_failed(Sealed(token, token))
    assert _account_fails(Sealed(token))
