"""What is told of privacy by language: every kind of what is kept, why, and for how long; one table, the same keys."""

from collections.abc import Mapping

KIND_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "talk": ("What was said in your chats", "Until you have it forgotten."),
        "people": ("People who flew with you", "Until you take it back; twelve at most."),
        "email": ("Your e-mail address", "Until you take it back."),
        "trips": ("Bookings, with the names on the tickets", "At least ten years, because tax law wants it."),
        "payments": ("Payments, refunds and receipts", "At least ten years, because tax law wants it."),
        "methods": ("Saved payment methods", "Until you remove them; their last digits stay on receipts."),
        "settings": ("What you settled for your wallet: rules by channel, PIN, notices", "Until you change it."),
        "activity": ("What happened to your account, of which you were told", "Until you have it forgotten."),
        "consents": ("What you agreed to, word by word", "As long as it proves your yes, also after it is taken back."),
        "devices": ("Browsers in which you opened our pages", "Until you have it forgotten; known by a code alone."),
        "chats": ("Chats that are linked", "Until you unlink them."),
    },
    "fr": {
        "talk": ("Ce qui a été dit dans vos conversations", "Jusqu’à ce que vous le fassiez oublier."),
        "people": ("Qui a voyagé avec vous", "Jusqu’à ce que vous reveniez là-dessus ; douze personnes au plus."),
        "email": ("Votre adresse e-mail", "Jusqu’à ce que vous reveniez là-dessus."),
        "trips": ("Les réservations, avec les noms des billets", "Dix ans au moins : le droit fiscal l’exige."),
        "payments": ("Les paiements, remboursements et reçus", "Dix ans au moins : le droit fiscal l’exige."),
        "methods": (
            "Les moyens de paiement enregistrés",
            "Jusqu’à leur suppression ; les reçus gardent leurs chiffres.",
        ),
        "settings": (
            "Vos réglages du portefeuille : règles par messagerie, code PIN, avis",
            "Jusqu’à ce que vous les changiez.",
        ),
        "activity": (
            "Ce qui est arrivé à votre compte et vous a été signalé",
            "Jusqu’à ce que vous le fassiez oublier.",
        ),
        "consents": ("Ce que vous avez accepté, mot pour mot", "Tant que cela prouve votre accord, même retiré."),
        "devices": ("Les navigateurs où vous avez ouvert nos pages", "Jusqu’à l’oubli ; connus par un code seulement."),
        "chats": ("Les conversations liées", "Jusqu’à ce que vous les déliiez."),
    },
    "es": {
        "talk": ("Lo que se dijo en sus chats", "Hasta que pida que se olvide."),
        "people": ("Personas que volaron con usted", "Hasta que lo retire; doce como máximo."),
        "email": ("Su dirección de correo", "Hasta que lo retire."),
        "trips": ("Reservas, con los nombres de los billetes", "Al menos diez años: lo exige la ley fiscal."),
        "payments": ("Pagos, reembolsos y recibos", "Al menos diez años: lo exige la ley fiscal."),
        "methods": (
            "Formas de pago guardadas",
            "Hasta que las quite; sus últimas cifras se quedan en los recibos.",
        ),
        "settings": ("Lo que ajustó en su cartera: reglas por canal, PIN, avisos", "Hasta que lo cambie."),
        "activity": ("Lo que pasó en su cuenta y se le dijo", "Hasta que pida que se olvide."),
        "consents": ("Lo que ha aceptado, palabra por palabra", "Mientras pruebe su sí, también después de retirarlo."),
        "devices": ("Navegadores en los que abrió nuestras páginas", "Hasta el olvido; solo se conoce un código."),
        "chats": ("Chats vinculados", "Hasta que los desvincule."),
    },
    "de": {
        "talk": ("Was in Ihren Chats gesagt wurde", "Bis Sie es vergessen lassen."),
        "people": ("Personen, die mit Ihnen flogen", "Bis Sie es zurücknehmen; höchstens zwölf."),
        "email": ("Ihre E-Mail-Adresse", "Bis Sie es zurücknehmen."),
        "trips": ("Buchungen, mit den Namen auf den Tickets", "Mindestens zehn Jahre: Das Steuerrecht verlangt es."),
        "payments": ("Zahlungen, Erstattungen und Belege", "Mindestens zehn Jahre: Das Steuerrecht verlangt es."),
        "methods": (
            "Gespeicherte Zahlungsmittel",
            "Bis Sie sie entfernen; ihre letzten Ziffern bleiben auf den Belegen.",
        ),
        "settings": ("Einstellungen Ihrer Brieftasche: Regeln je Kanal, PIN, Mitteilungen", "Bis Sie sie ändern."),
        "activity": ("Was in Ihrem Konto geschah und Ihnen gesagt wurde", "Bis Sie es vergessen lassen."),
        "consents": (
            "Worin Sie eingewilligt haben, Wort für Wort",
            "Solange es Ihr Ja beweist, auch nach dem Widerruf.",
        ),
        "devices": ("Browser, in denen Sie unsere Seiten öffneten", "Bis zum Vergessen; bekannt nur durch einen Code."),
        "chats": ("Verknüpfte Chats", "Bis Sie sie trennen."),
    },
}
"""Kind -> what it is, and for how long it is kept."""

EXPORT_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"title": "Everything that is known about you"},
    "fr": {"title": "Tout ce qui est connu de vous"},
    "es": {"title": "Todo lo que se sabe de usted"},
    "de": {"title": "Alles, was über Sie bekannt ist"},
}
"""What stands above the file to read."""


def kind_words(kind: str, language: str) -> str:
    """What a kind is, in English when the language is not served."""
    return KIND_WORDS.get(language, KIND_WORDS["en"])[kind][0]


def retention_of(kind: str, language: str) -> str:
    """For how long a kind is kept."""
    return KIND_WORDS.get(language, KIND_WORDS["en"])[kind][1]


def export_words(language: str) -> Mapping[str, str]:
    """What stands in the file to read."""
    return EXPORT_WORDS.get(language, EXPORT_WORDS["en"])
