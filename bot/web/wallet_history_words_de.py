"""What the pages of payment history and privacy say in German."""

from collections.abc import Mapping

HISTORY_DE: Mapping[str, str] = {
    "history_title": "Zahlungen",
    "empty": "Noch keine Zahlungen",
    "empty_more": "Was Sie im Chat bezahlen, steht hier, mit seinem Beleg.",
    "nothing": "Keine Zahlung passt",
    "nothing_more": "Wählen Sie einen längeren Zeitraum, oder lassen Sie die anderen Felder leer.",
    "show_all": "Alle Zahlungen zeigen",
    "filter": "Filtern",
    "text": "Buchung, Beleg, Ort oder Name",
    "since": "Von",
    "until": "Bis",
    "status": "Status",
    "any_status": "Jeder Status",
    "method": "Zahlungsmittel",
    "any_method": "Jedes Zahlungsmittel",
    "apply": "Zeigen",
    "count": "{count} Zahlungen",
    "count_one": "1 Zahlung",
    "csv": "Tabelle (CSV)",
    "pdf": "Auszug (PDF)",
    "sums": "Abgebucht {taken}, erstattet {returned}",
    "open": "Beleg {number}",
    "newer": "Neuere",
    "older": "Ältere",
    "pages": "Seiten",
    "page": "Seite {number} von {pages}",
    "bad_day": "Schreiben Sie einen Tag wie 2026-11-24.",
    "receipt": "Beleg",
    "receipt_pdf": "Beleg (PDF)",
    "all": "Alle Zahlungen",
    "utc": "Daten sind in koordinierter Weltzeit (UTC).",
    "missing": "Diesen Beleg gibt es unter Ihren Zahlungen nicht",
    "missing_more": "Vielleicht gehört er jemand anderem, oder seine Adresse wurde nicht ganz kopiert.",
    "no_papers": "Papiere lassen sich gerade nicht drucken. Bitte versuchen Sie es später noch einmal.",
}
"""Sentences of the pages of payments; `{…}` are filled in."""

PRIVACY_DE: Mapping[str, str] = {
    "privacy_title": "Datenschutz",
    "kept": "Was über Sie gespeichert ist",
    "kept_more": "Nie gespeichert: unverschlüsselte Kartennummern, Prüfziffern und was Sie sich ansehen.",
    "kind": "Was",
    "number": "Wie viel",
    "how_long": "Wie lange",
    "allowed": "Was Sie erlauben",
    "saved_card": "Gespeicherte Zahlungsmittel",
    "saved_card_more": "Eine Karte oder ein Konto bezahlt mit einem Tipp wieder. Wenn Sie das zurücknehmen, werden "
    "alle entfernt.",
    "people": "Personen merken",
    "people_more": "Wer mit Ihnen flog, Ihre letzte Strecke und Ihre E-Mail-Adresse machen die nächste Buchung "
    "schneller.",
    "mail": "Mitteilungen per E-Mail",
    "mail_more": "Was in Ihrem Konto geschieht, wird Ihnen auch per E-Mail gesagt. Tickets und Belege kommen auf "
    "jeden Fall.",
    "on": "Erlaubt",
    "off": "Nicht erlaubt",
    "none": "Keine gespeichert",
    "take_back": "Zurücknehmen",
    "allow": "Erlauben",
    "take_back_of": "Zurücknehmen: {what}",
    "allow_of": "Erlauben: {what}",
    "agreed": "Worin Sie eingewilligt haben, Wort für Wort",
    "agreed_none": "Bisher nichts.",
    "agreed_on": "{day}, Fassung {version}",
    "withdrawn_on": "zurückgenommen am {day}",
    "still": "gilt",
    "take_along": "Alles mitnehmen",
    "take_along_more": "Ein Archiv mit einer Datei zum Lesen und einer für Programme. Es enthält keine "
    "Kartennummer, keine PIN und nichts, was Ihr Konto öffnet.",
    "download": "Meine Daten herunterladen",
    "forget": "Vergessen werden",
    "forget_more": "Entfernt Ihre Brieftasche, Personen, Adresse und was gesagt wurde. Buchungen und Belege "
    "bleiben, weil das Steuerrecht es verlangt.",
    "forget_ask": "Vergessen werden…",
    "erase_title": "Soll alles vergessen werden?",
    "erase_goes": "Endgültig gelöscht",
    "goes": "Gespeicherte Zahlungsmittel, hier, in unserem Tresor und beim Zahlungsdienst|Personen, E-Mail-Adresse "
    "und letzte Strecke|Was in Ihren Chats gesagt wurde|Die Verknüpfungen zwischen Ihren Chats, Links zu Ihren "
    "Reisen, PIN und Einstellungen",
    "erase_stays": "Was bleibt, und warum",
    "stays": "Buchungen, Zahlungen und Belege: Das Steuerrecht verlangt, sie mindestens zehn Jahre "
    "aufzubewahren|Worin Sie eingewilligt haben, und Mandate mit dem Netz und dem Browser, die sie unterschrieben "
    "haben: Sie beweisen Ihr Ja|Ihre Tickets bleiben gültig; Sie finden sie mit Buchungsnummer und Nachnamen",
    "erase_yes": "Ja, mich vergessen",
    "erase_no": "Nein, alles behalten",
    "erase_when": "Nachrichten verschwinden in wenigen Minuten. Diese Seite schließt sich sofort.",
    "methods_title": "Alle gespeicherten Zahlungsmittel entfernen?",
    "methods_more": "Sie verschwinden von hier, aus unserem Tresor und vom Zahlungsdienst. Belege behalten ihre "
    "Ziffern.",
    "methods_yes": "Ja, zurücknehmen und entfernen",
    "forgotten": "Sie sind vergessen",
    "forgotten_more": "Diese Brieftasche ist geschlossen. Nachrichten verschwinden in wenigen Minuten aus unseren "
    "Aufzeichnungen. Ihre Tickets bleiben gültig; Sie finden sie im Chat mit Buchungsnummer und Nachnamen.",
    "said_saved_card_off": "Zurückgenommen: Ihre gespeicherten Zahlungsmittel sind entfernt.",
    "said_people_off": "Zurückgenommen: Personen, Adresse und letzte Strecke sind gelöscht.",
    "said_people_on": "Die Personen Ihrer nächsten Buchung werden gemerkt.",
    "said_mail_off": "Zurückgenommen: keine Mitteilungen per E-Mail mehr.",
    "said_mail_on": "Mitteilungen kommen auch per E-Mail.",
    "said_busy": "Eine Zahlung oder Erstattung von Ihnen läuft noch, deshalb kann noch nichts vergessen werden. "
    "Fragen Sie wieder, wenn sie abgeschlossen ist.",
}
"""Sentences of the pages of privacy; in `goes` and `stays` a bar parts one item from the next."""
