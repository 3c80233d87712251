"""A SEPA mandate: what somebody signs who lets us debit a bank account, and the record of it.

The words follow the core scheme (European Payments Council, EPC130-08, "SEPA Core Mandate"): who may debit,
the right to a refund for eight weeks, who the creditor is. A word is never changed in place: another wording is a new
version below the old ones, so that a page that was opened before still proves what it showed.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Literal

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.payment.consent import Consent, digest, with_later
from bot.domain.payment.consent_words_de import MANDATE_DE
from bot.domain.payment.consent_words_es import MANDATE_ES
from bot.domain.payment.iban import passes_check

BANK_ACCOUNT = "bank_account"
"""The purpose of the consent that a mandate is."""
LONGEST_REFERENCE = 35
"""Characters of a mandate's reference at most (EPC130-08, AT-01)."""

_FIRST: tuple[Mapping[str, str], ...] = (
    {
        "en": (
            "By signing this mandate, you authorize (A) {brand} to send instructions to your bank to debit your "
            "account and (B) your bank to debit your account in accordance with the instructions from {brand}. As "
            "part of your rights, you are entitled to a refund from your bank under the terms and conditions of your "
            "agreement with your bank. A refund must be claimed within 8 weeks starting from the date on which your "
            "account was debited. Your rights are explained in a statement that you can obtain from your bank. "
            "Creditor identifier: {creditor}. Type of payment: recurrent. {brand} debits the account only for "
            "bookings made in the chat that this page belongs to, and only when the button that pays with it is "
            "tapped there; the amount is told there before, and you agree that a debit may follow on the next day. "
            "{brand} keeps the country, the last four digits and a token with which our payment provider can debit "
            "the account. To remove it, write “remove my bank account” in the chat at any time."
        ),
        "fr": (
            "En signant ce mandat, vous autorisez (A) {brand} à envoyer des instructions à votre banque pour débiter "
            "votre compte et (B) votre banque à débiter votre compte conformément aux instructions de {brand}. Vous "
            "bénéficiez du droit d'être remboursé par votre banque selon les conditions décrites dans la convention "
            "que vous avez passée avec elle. Une demande de remboursement doit être présentée dans les 8 semaines "
            "suivant la date de débit de votre compte. Vos droits sont expliqués dans un document que vous pouvez "
            "obtenir auprès de votre banque. Identifiant du créancier : {creditor}. Type de paiement : récurrent. "
            "{brand} ne débite le compte que pour des réservations faites dans la conversation à laquelle cette page "
            "appartient, et seulement quand on y touche le bouton qui paie avec lui ; le montant y est dit avant, et "
            "vous acceptez que le débit puisse suivre dès le lendemain. {brand} garde le pays, les quatre derniers "
            "chiffres et un jeton avec lequel notre prestataire de paiement peut débiter le compte. Pour le "
            "supprimer, écrivez « supprime mon compte bancaire » dans la conversation, à tout moment."
        ),
    },
    {
        "en": (
            "By signing this mandate, you authorize (A) {brand} to send instructions to your bank to debit your "
            "account and (B) your bank to debit your account in accordance with the instructions from {brand}. As "
            "part of your rights, you are entitled to a refund from your bank under the terms and conditions of your "
            "agreement with your bank. A refund must be claimed within 8 weeks starting from the date on which your "
            "account was debited. Your rights are explained in a statement that you can obtain from your bank. "
            "Creditor identifier: {creditor}. Type of payment: recurrent. {brand} debits the account only for "
            "bookings made in the chats that are linked to this wallet, within the limits that you set here, and only "
            "when the button that pays with it is tapped there: whoever writes in those chats can pay with it. The "
            "amount is told there before, and you agree that a debit may follow on the next day. {brand} keeps the "
            "account number encrypted in a vault of its own, with the country, the last four digits and a token with "
            "which our payment provider can debit the account. To remove it, open your wallet, or write “remove my "
            "bank account” in the chat, at any time: its number is then destroyed. This mandate itself is kept, as "
            "the proof of what was debited."
        ),
        "fr": (
            "En signant ce mandat, vous autorisez (A) {brand} à envoyer des instructions à votre banque pour débiter "
            "votre compte et (B) votre banque à débiter votre compte conformément aux instructions de {brand}. Vous "
            "bénéficiez du droit d'être remboursé par votre banque selon les conditions décrites dans la convention "
            "que vous avez passée avec elle. Une demande de remboursement doit être présentée dans les 8 semaines "
            "suivant la date de débit de votre compte. Vos droits sont expliqués dans un document que vous pouvez "
            "obtenir auprès de votre banque. Identifiant du créancier : {creditor}. Type de paiement : récurrent. "
            "{brand} ne débite le compte que pour des réservations faites dans les conversations liées à ce "
            "portefeuille, dans les limites que vous y fixez, et seulement quand on y touche le bouton qui paie avec "
            "lui : quiconque écrit dans ces conversations peut payer avec lui. Le montant y est dit avant, et vous "
            "acceptez que le débit puisse suivre dès le lendemain. {brand} garde le numéro du compte, chiffré, dans un "
            "coffre-fort numérique qui lui est propre, avec le pays, les quatre derniers chiffres et un jeton avec "
            "lequel notre prestataire de paiement peut débiter le compte. Pour le supprimer, ouvrez votre "
            "portefeuille, ou écrivez « supprime mon compte bancaire » dans la conversation, à tout moment : son "
            "numéro est alors détruit. Ce mandat lui-même est gardé, comme preuve de ce qui a été débité."
        ),
    },
)
"""The wordings of each version in the languages that were spoken when it was written."""
_VERSIONS = with_later(_FIRST, {"es": MANDATE_ES, "de": MANDATE_DE})
"""Every wording that was ever shown, the newest last."""

_CREDITOR = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
_CLASSES = {4: 24, 6: 48}
"""How much of an address says from where somebody came and not who it was."""

MandateState = Literal["active", "inactive"]


class Mandate(msgspec.Struct, frozen=True):
    """A signed mandate.

    Attributes:
        reference: what the bank shows beside each debit; unique for the creditor.
        creditor: the creditor identifier.
        language, version, words: what was shown, exactly.
        signed_at: UTC.
        network: from where it was signed, as the network of the address ("203.0.113.0/24"), "" if not known.
        browser: what the browser called itself.
        state: inactive once the bank or the traveller has ended it.
    """

    reference: str
    creditor: str
    language: str
    version: int
    words: str
    signed_at: datetime
    network: str = ""
    browser: str = ""
    state: MandateState = "active"

    @property
    def consent(self) -> Consent:
        """The consent that the signature is, as the others are kept."""
        return Consent(BANK_ACCOUNT, self.language, self.version, self.words, self.signed_at)


def mandate_words(language: str, brand: str, creditor: str) -> str:
    """The words that a page shows now, in English when the language is not served; `creditor` is the identifier."""
    newest = _VERSIONS[-1]
    return newest.get(language, newest["en"]).format(brand=brand, creditor=creditor)


def signed(shown: str, *, brand: str, creditor: str, reference: str, at: datetime) -> Mandate | None:
    """The mandate of somebody who signed the words of that digest; None when no page ever showed such words.

    `network` and `browser` are added by whoever knows them.
    """
    for version, wordings in enumerate(_VERSIONS, 1):
        for language, wording in wordings.items():
            words = wording.format(brand=brand, creditor=creditor)
            if digest(words) == shown:
                return Mandate(mandate_reference(reference), creditor, language, version, words, at)
    return None


def mandate_reference(name: str) -> str:
    """A mandate's reference from an id of ours: capital letters, digits and dashes, as every bank takes them."""
    return "TF-" + re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")[: LONGEST_REFERENCE - 3]


def network_of(address: str) -> str:
    """The network of an address, which tells no single person; "" for what is none."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((known, _CLASSES[known.version]), strict=False))


def read_creditor(text: str) -> str:
    """A creditor identifier without spaces, checked (EPC262-08: modulo 97, the business code left out).

    Raises `InvalidError`, whose sentence says what is wrong.
    """
    plain = re.sub(r"\s", "", text).upper()
    if not _CREDITOR.fullmatch(plain):
        raise InvalidError("A creditor identifier has two letters, two digits, three of a business code, and more.")
    if not passes_check(plain[:4] + plain[7:]):
        raise InvalidError("The check digits of this creditor identifier do not fit.")
    return plain
