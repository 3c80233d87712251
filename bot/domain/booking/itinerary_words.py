"""The words of itineraries by language: one table, the same keys in each."""

from collections.abc import Mapping

CABINS: Mapping[str, Mapping[str, str]] = {
    "en": {"economy": "Economy", "premium": "Premium Economy", "business": "Business", "first": "First"},
    "fr": {"economy": "Économique", "premium": "Premium", "business": "Affaires", "first": "Première"},
}
"""Cabins as travellers call them."""

BAGS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "en": {
        "cabin": ("no cabin bag", "{} cabin bag", "{} cabin bags"),
        "checked": ("no checked bag included", "{} checked bag", "{} checked bags"),
    },
    "fr": {
        "cabin": ("sans bagage cabine", "{} bagage cabine", "{} bagages cabine"),
        "checked": ("sans bagage en soute", "{} bagage en soute", "{} bagages en soute"),
    },
}
"""Bags of a fare: none, one, more."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ticketed": "paid and ticketed",
        "flown": "ticketed, in the past",
        "held": "held until {time} {city} time, waiting for payment",
        "confirming": "being paid and ticketed",
        "undoing": "being undone; nothing is charged",
        "refunding": "not booked; what was charged is being refunded",
        "refunded": "not booked; what was charged was refunded",
        "released": "not booked; nothing was charged",
        "cancelled": "cancelled",
        "change": "Change in {place}: {duration}",
        "other_airport": "from another airport ({code})",
        "overnight": "overnight",
        "fare": "{name}: {parts}",
        "unknown_fare": "{name}: please ask us about bags, changes and refunds",
        "no_changes": "no changes",
        "free_changes": "changes free of charge, plus any fare difference",
        "paid_changes": "changes for {} a traveller, plus any fare difference",
        "no_refund": "no refund",
        "free_refund": "refund in full",
        "paid_refund": "refund less {} a traveller",
        "ticket": "{name}: ticket {number}",
        "paid": "{total} paid with {method}, of which {taxes} taxes",
        "total": "Total {total}, of which {taxes} taxes",
    },
    "fr": {
        "ticketed": "payée et émise",
        "flown": "émise, voyage passé",
        "held": "retenue jusqu'à {time} (heure de {city}), en attente de paiement",
        "confirming": "paiement et émission en cours",
        "undoing": "en cours d'annulation ; rien n'est débité",
        "refunding": "non réservée ; le montant débité est en cours de remboursement",
        "refunded": "non réservée ; le montant débité a été remboursé",
        "released": "non réservée ; rien n'a été débité",
        "cancelled": "annulée",
        "change": "Correspondance à {place} : {duration}",
        "other_airport": "depuis un autre aéroport ({code})",
        "overnight": "de nuit",
        "fare": "{name} : {parts}",
        "unknown_fare": "{name} : demandez-nous pour les bagages, les modifications et le remboursement",
        "no_changes": "non modifiable",
        "free_changes": "modifiable sans frais, plus la différence de tarif éventuelle",
        "paid_changes": "modifiable pour {} par voyageur, plus la différence de tarif éventuelle",
        "no_refund": "non remboursable",
        "free_refund": "remboursable en entier",
        "paid_refund": "remboursable moins {} par voyageur",
        "ticket": "{name} : billet {number}",
        "paid": "{total} payés avec {method}, dont {taxes} de taxes",
        "total": "Total {total}, dont {taxes} de taxes",
    },
}
"""Sentences and parts of them; `{…}` are filled in by `bot.domain.booking.itinerary`."""


def words_in(language: str) -> Mapping[str, str]:
    """The words of a language, in English when it is not served."""
    return WORDS.get(language, WORDS["en"])
