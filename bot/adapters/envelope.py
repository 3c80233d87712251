"""Envelope encryption: each record under a data key of its own, each data key under a key-encryption key.

Format 1: AES-256-GCM, a fresh key of 256 bits and a random nonce of 96 bits a record. What the record is (its table,
id, traveller and kind, and the format) is the associated data of both layers, so that neither ciphertext nor wrapped
key can be moved to another record. The key-encryption key is bound to the wrapped key alone: putting a record under
another one opens no secret.
"""

import os
from typing import NoReturn

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.errors import InvalidError
from bot.domain.secret import Identity, Secret, SecretKind
from bot.ports.kms import Fingerprints, Kms
from bot.ports.vault import SealedRecord

FORMAT = 1
REFUSAL = "The record does not open."
"""One sentence, whatever is wrong."""

_KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16


class AesEnvelope:
    """The port `Envelope` over a KMS."""

    def __init__(self, kms: Kms, fingerprints: Fingerprints) -> None:
        self._kms = kms
        self._fingerprints = fingerprints

    def seal(self, identity: Identity, secret: Secret, *, kek: int) -> SealedRecord:
        """Seal a secret under a fresh data key."""
        bound, nonce = associated_data(identity), os.urandom(_NONCE_BYTES)
        with Secret(os.urandom(_KEY_BYTES)) as key:
            ciphertext = AESGCM(key.view()).encrypt(nonce, secret.view(), bound)
            return SealedRecord(FORMAT, kek, self._kms.wrap(key, version=kek, context=bound), nonce, ciphertext)

    def open(self, identity: Identity, sealed: SealedRecord) -> Secret:
        """The secret, in bytes that can be wiped."""
        bound = self._readable(identity, sealed)
        with self._data_key(sealed, bound) as key:
            opened = Secret(bytes(len(sealed.ciphertext) - _TAG_BYTES))
            try:
                AESGCM(key.view()).decrypt_into(sealed.nonce, sealed.ciphertext, bound, opened.view())
            except InvalidTag:
                opened.wipe()
                _refuse()
            return opened

    def rewrap(self, identity: Identity, sealed: SealedRecord, *, kek: int) -> SealedRecord:
        """The data key under another key; the ciphertext stays as it is."""
        bound = self._readable(identity, sealed)
        with self._data_key(sealed, bound) as key:
            wrapped = self._kms.wrap(key, version=kek, context=bound)
        return msgspec.structs.replace(sealed, kek=kek, wrapped_key=wrapped)

    def fingerprint(self, kind: SecretKind, secret: Secret) -> bytes:
        """The same bytes for the same secret of a kind."""
        return self._fingerprints.of(kind, secret)

    def _readable(self, identity: Identity, sealed: SealedRecord) -> bytes:
        fits = len(sealed.nonce) == _NONCE_BYTES and len(sealed.ciphertext) >= _TAG_BYTES
        if sealed.format != FORMAT or not fits:
            _refuse()
        return associated_data(identity)

    def _data_key(self, sealed: SealedRecord, bound: bytes) -> Secret:
        try:
            return self._kms.unwrap(sealed.wrapped_key, version=sealed.kek, context=bound)
        except InvalidError:
            _refuse()


def associated_data(identity: Identity) -> bytes:
    """What a record is, in bytes that no other record has: a JSON array keeps its parts apart, whatever they hold."""
    parts = ("threadfare-vault", FORMAT, identity.table, identity.id, identity.traveller, identity.kind)
    try:
        return msgspec.json.encode(parts)
    except UnicodeEncodeError:
        raise InvalidError("The name of a record is no text.") from None


def _refuse() -> NoReturn:
    raise InvalidError(REFUSAL) from None
