"""The words of itineraries by language: one table, the same keys in each."""

from collections.abc import Mapping

CABINS: Mapping[str, Mapping[str, str]] = {
    "en": {"economy": "Economy", "premium": "Premium Economy", "business": "Business", "first": "First"},
    "fr": {"economy": "Économique", "premium": "Premium", "business": "Affaires", "first": "Première"},
    "es": {"economy": "Turista", "premium": "Turista premium", "business": "Business", "first": "Primera"},
    "de": {"economy": "Economy", "premium": "Premium Economy", "business": "Business", "first": "First"},
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
    "es": {
        "cabin": ("sin equipaje de mano", "{} equipaje de mano", "{} equipajes de mano"),
        "checked": ("sin maleta facturada", "{} maleta facturada", "{} maletas facturadas"),
    },
    "de": {
        "cabin": ("kein Handgepäck", "{} Handgepäckstück", "{} Handgepäckstücke"),
        "checked": ("kein Aufgabegepäck", "{} Aufgabegepäckstück", "{} Aufgabegepäckstücke"),
    },
}
"""Bags of a fare: none, one, more."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ticketed": "paid and ticketed",
        "flown": "ticketed, in the past",
        "held": "held until {time} {city} time, waiting for payment",
        "debiting": "your bank is asked to pay, usually within 5 days; seats held until {day}, {time} {city} time",
        "confirming": "being paid and ticketed",
        "undoing": "being undone; nothing is charged",
        "stopping": "not booked; what your bank still pays goes back to you",
        "cancelling": "being cancelled",
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
        "debiting": "paiement demandé à votre banque, en général sous 5 jours ; places retenues jusqu'au {day}, {time} "
        "(heure de {city})",
        "confirming": "paiement et émission en cours",
        "undoing": "en cours d'annulation ; rien n'est débité",
        "stopping": "non réservée ; ce que votre banque paie encore vous sera rendu",
        "cancelling": "en cours d'annulation",
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
    "es": {
        "ticketed": "pagada y emitida",
        "flown": "emitida, ya pasada",
        "held": "reservada hasta las {time} (hora de {city}), a la espera del pago",
        "debiting": "el pago está pedido a su banco, normalmente en 5 días; plazas reservadas hasta el {day}, "
        "{time} (hora de {city})",
        "confirming": "pagándose y emitiéndose",
        "undoing": "deshaciéndose; no se cobra nada",
        "stopping": "no reservada; lo que su banco aún pague se le devuelve",
        "cancelling": "cancelándose",
        "refunding": "no reservada; lo cobrado se está devolviendo",
        "refunded": "no reservada; lo cobrado se ha devuelto",
        "released": "no reservada; no se ha cobrado nada",
        "cancelled": "cancelada",
        "change": "Cambio de avión en {place}: {duration}",
        "other_airport": "desde otro aeropuerto ({code})",
        "overnight": "de noche",
        "fare": "{name}: {parts}",
        "unknown_fare": "{name}: pregúntenos por el equipaje, los cambios y los reembolsos",
        "no_changes": "sin cambios",
        "free_changes": "cambios gratis, más la posible diferencia de tarifa",
        "paid_changes": "cambios por {} por viajero, más la posible diferencia de tarifa",
        "no_refund": "sin reembolso",
        "free_refund": "reembolso completo",
        "paid_refund": "reembolso menos {} por viajero",
        "ticket": "{name}: billete {number}",
        "paid": "{total} pagados con {method}, de los cuales {taxes} son tasas",
        "total": "Total {total}, de los cuales {taxes} son tasas",
    },
    "de": {
        "ticketed": "bezahlt und ausgestellt",
        "flown": "ausgestellt, schon vorbei",
        "held": "reserviert bis {time} (Ortszeit {city}), wartet auf die Zahlung",
        "debiting": "Ihre Bank ist um die Zahlung gebeten, meist innerhalb von 5 Tagen; Plätze reserviert bis "
        "{day}, {time} (Ortszeit {city})",
        "confirming": "wird bezahlt und ausgestellt",
        "undoing": "wird rückgängig gemacht; nichts wird abgebucht",
        "stopping": "nicht gebucht; was Ihre Bank noch zahlt, geht an Sie zurück",
        "cancelling": "wird storniert",
        "refunding": "nicht gebucht; was abgebucht wurde, wird gerade erstattet",
        "refunded": "nicht gebucht; was abgebucht wurde, ist erstattet",
        "released": "nicht gebucht; nichts wurde abgebucht",
        "cancelled": "storniert",
        "change": "Umsteigen in {place}: {duration}",
        "other_airport": "von einem anderen Flughafen ({code})",
        "overnight": "über Nacht",
        "fare": "{name}: {parts}",
        "unknown_fare": "{name}: Bitte fragen Sie uns nach Gepäck, Umbuchung und Erstattung",
        "no_changes": "keine Umbuchung",
        "free_changes": "Umbuchung kostenlos, zuzüglich eines Preisunterschieds",
        "paid_changes": "Umbuchung für {} je Person, zuzüglich eines Preisunterschieds",
        "no_refund": "keine Erstattung",
        "free_refund": "volle Erstattung",
        "paid_refund": "Erstattung abzüglich {} je Person",
        "ticket": "{name}: Ticket {number}",
        "paid": "{total} bezahlt mit {method}, davon {taxes} Steuern",
        "total": "Gesamt {total}, davon {taxes} Steuern",
    },
}
"""Sentences and parts of them; `{…}` are filled in by `bot.domain.booking.itinerary`."""


def words_in(language: str) -> Mapping[str, str]:
    """The words of a language, in English when it is not served."""
    return WORDS.get(language, WORDS["en"])
