"""What a trip's page says, by language: one table, the same keys in each."""

from collections.abc import Mapping

TRIP_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Your trip",
        "reference": "Booking reference",
        "status": "Status",
        "flights": "Flights",
        "local": "All times are local to the airport.",
        "travellers": "Travellers",
        "ticket": "Ticket",
        "fare_rules": "Fare and bags",
        "payment": "Payment",
        "fare": "Fare",
        "taxes": "Taxes and charges",
        "total": "Total",
        "paid": "Paid with {method} on {day}",
        "calendar": "Add to calendar",
        "print": "Print",
        "private": "Whoever has this link can see this page for 30 days, but change nothing.",
        "gone": "This link is not good any more",
        "gone_more": "Links to a trip are good for 30 days. Write “my trip” in the chat for a new one.",
        "back": "To the chat",
    },
    "fr": {
        "title": "Votre voyage",
        "reference": "Référence de réservation",
        "status": "État",
        "flights": "Vols",
        "local": "Toutes les heures sont locales à l’aéroport.",
        "travellers": "Voyageurs",
        "ticket": "Billet",
        "fare_rules": "Tarif et bagages",
        "payment": "Paiement",
        "fare": "Tarif",
        "taxes": "Taxes et redevances",
        "total": "Total",
        "paid": "Payé avec {method} le {day}",
        "calendar": "Ajouter au calendrier",
        "print": "Imprimer",
        "private": "Qui a ce lien peut voir cette page pendant 30 jours, mais ne peut rien changer.",
        "gone": "Ce lien n’est plus valable",
        "gone_more": "Les liens vers un voyage valent 30 jours. Écrivez « mon voyage » dans le chat pour un autre.",
        "back": "Vers la conversation",
    },
}
"""Sentences for travellers; `{…}` are filled in by the page."""
