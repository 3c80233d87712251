"""Envelope encryption: a secret opens under its own name and as it was sealed, or not at all."""

import traceback
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.adapters.envelope import REFUSAL, AesEnvelope, associated_data
from bot.adapters.kms_files import FileFingerprints, FileKms, provide_fingerprint_key
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.secret import Identity, Secret
from bot.ports.kms import Kms
from bot.ports.vault import SealedRecord
from tests.fakes.kms import MemoryFingerprints, MemoryKms

NOW = datetime(2026, 3, 10, tzinfo=UTC)
MINE = Identity("instruments", "ins_1", "trv_1", "card")
NUMBER = b"4929123412341234"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
identities = st.builds(Identity, texts, texts, texts, st.sampled_from(["card", "iban"]))
fields = st.sampled_from(["nonce", "ciphertext", "wrapped_key"])


@pytest.fixture(scope="module", params=["files", "memory"])
def kms(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kms:
    """Each KMS in turn, with two keys."""
    made: Kms = MemoryKms() if request.param == "memory" else FileKms(tmp_path_factory.mktemp("keks"))
    made.create(NOW)
    made.create(NOW)
    return made


@pytest.fixture(scope="module")
def envelope(kms: Kms, tmp_path_factory: pytest.TempPathFactory) -> AesEnvelope:
    """An envelope over it."""
    path = tmp_path_factory.mktemp("fingerprints") / "key"
    provide_fingerprint_key(path)
    return AesEnvelope(kms, FileFingerprints(path))


def _seal(envelope: AesEnvelope, content: bytes = NUMBER, identity: Identity = MINE) -> SealedRecord:
    return envelope.seal(identity, Secret(content), kek=1)


def _refused(envelope: AesEnvelope, identity: Identity, sealed: SealedRecord) -> None:
    for attempt in (envelope.open, lambda *words: envelope.rewrap(*words, kek=2)):
        with pytest.raises(InvalidError) as caught:
            attempt(identity, sealed)
        assert caught.value.say_to_staff == REFUSAL


@given(identity=identities, content=st.binary(max_size=200), other=identities)
def test_any_secret_opens_under_its_own_name_and_under_no_other(
    envelope: AesEnvelope, identity: Identity, content: bytes, other: Identity
) -> None:
    """Whatever names and numbers look like, what was sealed for one traveller never opens for another."""
    assume(identity != other)
    sealed = _seal(envelope, content, identity)
    assert envelope.open(identity, sealed).view() == content
    _refused(envelope, other, sealed)


@given(data=st.data(), field=fields)
def test_one_changed_bit_anywhere_is_noticed(envelope: AesEnvelope, data: st.DataObject, field: str) -> None:
    """A record that somebody or a disk has changed is refused, not read wrongly."""
    sealed = _seal(envelope)
    content = bytearray(getattr(sealed, field))
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidError, match=REFUSAL):
        envelope.open(MINE, msgspec.structs.replace(sealed, **{field: bytes(content)}))


@given(field=fields, content=st.binary(max_size=80))
def test_anything_else_in_a_records_place_is_refused(envelope: AesEnvelope, field: str, content: bytes) -> None:
    """A worker survives whatever stands in the database."""
    sealed = _seal(envelope)
    assume(getattr(sealed, field) != content)
    with pytest.raises(InvalidError, match=REFUSAL):
        envelope.open(MINE, msgspec.structs.replace(sealed, **{field: content}))


@pytest.mark.parametrize("changes", [{"kek": 2}, {"format": 2}, {"format": 0}], ids=str)
def test_another_key_or_format_is_refused(envelope: AesEnvelope, changes: dict[str, Any]) -> None:
    """A record says under which key and how it was sealed, and is not believed when that is not so."""
    _refused(envelope, MINE, msgspec.structs.replace(_seal(envelope), **changes))


def test_a_key_that_is_not_here_is_told_from_a_damaged_record(envelope: AesEnvelope) -> None:
    """It is worth trying again where the key is."""
    gone = msgspec.structs.replace(_seal(envelope), kek=9)
    for attempt in (
        lambda: envelope.open(MINE, gone),
        lambda: envelope.rewrap(MINE, gone, kek=2),
        lambda: envelope.seal(MINE, Secret(NUMBER), kek=9),
    ):
        with pytest.raises(UnavailableError, match="key 9 is not"):
            attempt()


def test_parts_of_two_records_do_not_fit_together(envelope: AesEnvelope) -> None:
    """Neither a wrapped key nor a ciphertext can be moved, not even between two records of one name."""
    one, two = _seal(envelope), _seal(envelope)
    for field in ("wrapped_key", "nonce", "ciphertext"):
        mixed = msgspec.structs.replace(one, **{field: getattr(two, field)})
        with pytest.raises(InvalidError, match=REFUSAL):
            envelope.open(MINE, mixed)


def test_a_rewrap_changes_the_wrapped_key_and_nothing_else(envelope: AesEnvelope) -> None:
    """Keys are rotated without a number being opened."""
    sealed = _seal(envelope)
    fresh = envelope.rewrap(MINE, sealed, kek=2)
    assert msgspec.structs.replace(fresh, kek=1, wrapped_key=sealed.wrapped_key) == sealed
    assert (fresh.kek, fresh.wrapped_key != sealed.wrapped_key) == (2, True)
    assert envelope.open(MINE, fresh).view() == NUMBER


def test_no_two_seals_are_alike(envelope: AesEnvelope) -> None:
    """Who sees the database does not even see that two records hold the same number."""
    many = [_seal(envelope) for _ in range(50)]
    for field in ("wrapped_key", "nonce", "ciphertext"):
        assert len({getattr(one, field) for one in many}) == 50
    assert {(len(one.nonce), len(one.ciphertext)) for one in many} == {(12, len(NUMBER) + 16)}


@given(st.lists(identities, min_size=2, max_size=6, unique=True))
def test_names_that_differ_are_bound_in_bytes_that_differ(names: list[Identity]) -> None:
    """No two records share associated data."""
    for one, two in pairwise(names):
        assert associated_data(one) != associated_data(two)


def test_parts_of_a_name_are_kept_apart() -> None:
    """Where one part of a name ends and the next begins cannot be moved."""
    assert associated_data(Identity("ab", "c", "", "card")) != associated_data(Identity("a", "bc", "", "card"))


def test_a_name_that_is_no_text_is_refused() -> None:
    """Half a character, which comes out of broken JSON, names nothing."""
    with pytest.raises(InvalidError, match="no text"):
        associated_data(Identity("instruments", "\ud800", "trv", "card"))


@given(content=st.binary(max_size=60), other=st.binary(max_size=60))
def test_a_fingerprint_names_a_secret_of_a_kind(envelope: AesEnvelope, content: bytes, other: bytes) -> None:
    """The same card has one name, another card, or the same digits as an account, another."""
    assume(content != other)
    mine = envelope.fingerprint("card", Secret(content))
    assert mine == envelope.fingerprint("card", Secret(content))
    assert mine not in {envelope.fingerprint("card", Secret(other)), envelope.fingerprint("iban", Secret(content))}
    assert len(mine) == 16


def test_a_fingerprint_tells_nothing_without_its_key() -> None:
    """Who has the database and tries every card number finds none: each key gives other names."""
    names = {MemoryFingerprints(key).of("card", Secret(NUMBER)) for key in (b"one", b"two")}
    assert len(names) == 2


def test_what_fails_tells_neither_key_nor_number(envelope: AesEnvelope) -> None:
    """A traceback of the vault may be logged."""
    sealed = msgspec.structs.replace(_seal(envelope), ciphertext=b"\0" * 32)
    with pytest.raises(InvalidError) as caught:
        envelope.open(MINE, sealed)
    told = "".join(traceback.format_exception(caught.value))
    assert NUMBER.decode() not in told
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
