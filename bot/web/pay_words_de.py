"""What pay pages say in German."""

from collections.abc import Mapping

PAY_DE: Mapping[str, str] = {
    "title": "Flug bezahlen",
    "pay": "Jetzt {total} bezahlen",
    "sending": "Wird verschlüsselt und gesendet…",
    "held": "Plätze für Sie reserviert",
    "soon": "Auf dieser Seite bleiben noch zwei Minuten zum Bezahlen.",
    "left": "zum Bezahlen",
    "travellers": "Reisende",
    "fare": "Flugpreis",
    "taxes": "Steuern und Gebühren",
    "total": "Gesamt",
    "card": "Karte",
    "number": "Kartennummer",
    "expiry": "Gültig bis",
    "expiry_hint": "MM / JJ",
    "code": "Prüfziffer",
    "name": "Name auf der Karte",
    "save": "Diese Karte für meine nächsten Buchungen in diesem Chat speichern",
    "number_wrong": "Diese Nummer ist unvollständig oder enthält einen Tippfehler.",
    "expiry_wrong": "Geben Sie Monat und Jahr ein, zum Beispiel 08\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}29.",
    "expiry_past": "Diese Karte ist abgelaufen.",
    "code_wrong": "Geben Sie die 3 Ziffern von der Rückseite der Karte ein.",
    "code_wrong_four": "Geben Sie die 4 Ziffern von der Vorderseite der Karte ein.",
    "name_wrong": "Das sieht nach einer Nummer aus. Schreiben Sie den Namen, der auf der Karte steht.",
    "safe": "Ihre Karte wird in diesem Browser verschlüsselt. Diese Website kann sie nicht lesen, und der Chat "
    "sieht sie nie.",
    "failed": "Das ist nicht bei uns angekommen. Es wurde nichts abgebucht; bitte versuchen Sie es noch einmal.",
    "unsure": "Die Verbindung ist abgebrochen. Bezahlen Sie nicht anderswo noch einmal: Diese Seite findet heraus, "
    "ob Ihre Karte bei uns angekommen ist.",
    "insecure": "Dieser Browser kann Ihre Karte hier nicht verschlüsseln, deshalb lässt sich nichts senden. Öffnen "
    "Sie den Link in einem aktuellen Browser.",
    "no_script": "Diese Seite verschlüsselt Ihre Karte im Browser und braucht dafür JavaScript. Unverschlüsselt "
    "wird nie etwas gesendet.",
    "unreadable": "Ihre Karte ließ sich nicht lesen. Es wurde nichts abgebucht; bitte geben Sie sie noch einmal ein.",
    "declined": "Ihre Bank hat Nein gesagt",
    "try_again": "Es wurde nichts abgebucht. Sie können es mit einer anderen Karte versuchen.",
    "working": "Ihre Bank wird gefragt",
    "working_more": "Das dauert meist ein paar Sekunden. Sie können diese Seite schließen: Die Antwort kommt auch "
    "in den Chat.",
    "still": "Das dauert länger als sonst. Wir sehen weiter nach, und nichts wird doppelt abgebucht.",
    "page": "Ihre Karte geht an unseren Zahlungsdienst",
    "page_more": "Sie geben sie auf der Seite des Zahlungsdienstes ein und kommen hierher zurück. Vorher wird "
    "nichts abgebucht.",
    "page_go": "Weiter zum Zahlungsdienst",
    "safe_gateway": "Unser Zahlungsdienst nimmt Ihre Karte entgegen. Diese Website kann sie nicht lesen, und der "
    "Chat sieht sie nie.",
    "fields": "Kartendaten, von unserem Zahlungsdienst aufgenommen",
    "challenge": "Ihre Bank will wissen, dass Sie es sind",
    "challenge_more": "Bestätigen Sie die Zahlung bei Ihrer Bank. Danach kommen Sie hierher zurück.",
    "challenge_go": "Weiter zu Ihrer Bank",
    "returned": "Was hat Ihre Bank gesagt?",
    "returned_more": "Wenn Sie Ihrer Bank geantwortet haben, zeigt diese Seite es gleich. Wenn nicht, können Sie es "
    "noch tun.",
    "kept": "Ihre Plätze sind noch etwa {minutes} Minuten reserviert.",
    "kept_one": "Ihre Plätze sind noch höchstens eine Minute reserviert.",
    "another": "Andere Karte nehmen",
    "reviewing": "Ein Mensch sieht es sich an",
    "reviewing_more": "Noch wird nichts abgebucht. Sie können diese Seite schließen: Die Antwort kommt auch in den "
    "Chat.",
    "switching": "Die Frage Ihrer Bank wird geschlossen",
    "switching_more": "Es wurde nichts abgebucht. Gleich können Sie hier eine andere Karte eingeben.",
    "paid": "Bezahlt. Ihre Reise ist gebucht.",
    "paid_more": "Ihre Tickets sind im Chat.",
    "locator": "Buchungsnummer",
    "expired": "Die Zeit zum Bezahlen ist vorbei",
    "expired_more": "Es wurde nichts abgebucht. Fragen Sie im Chat noch einmal nach den Flügen.",
    "given_back": "Diese Buchung ist storniert",
    "given_back_more": "Schreiben Sie „meine Erstattung“ in den Chat, um zu sehen, wo Ihr Geld ist.",
    "ended": "Diese Zahlung ist beendet",
    "ended_more": "Es wurde nichts abgebucht. Der Chat sagt, wie es weitergeht.",
    "elsewhere": "Dieser Link wird in einem anderen Browser benutzt",
    "elsewhere_more": "Machen Sie dort weiter, wo Sie begonnen haben, oder bitten Sie im Chat um einen neuen Link.",
    "sent_elsewhere": "Ihre Bank hat Sie zurückgeschickt",
    "sent_elsewhere_more": "Sie haben in einem anderen Browser zu bezahlen begonnen. Was aus der Zahlung wurde, "
    "steht dort und im Chat.",
    "unknown": "Dieser Link gilt nicht",
    "unknown_more": "Öffnen Sie ihn noch einmal aus dem Chat; Links enden nach einer Viertelstunde.",
    "refused": "Zahlungen sind hier geschlossen",
    "refused_more": "Diese Website wird nicht über https erreicht, deshalb ließe sich eine Karte nicht "
    "verschlüsseln. Hier kann nichts bezahlt werden.",
    "back": "Zurück zum Chat",
    "away": "Bitte versuchen Sie es gleich noch einmal. Es wurde nichts abgebucht.",
}
"""Sentences for travellers; `{…}` are filled in by the page."""

DECLINES_DE: Mapping[str, str] = {
    "insufficient_funds": "Auf dieser Karte ist nicht genug Geld.",
    "expired_card": "Diese Karte ist abgelaufen.",
    "incorrect_cvc": "Die Prüfziffer passt nicht zur Karte.",
    "": "Die Bank hat nicht gesagt, warum.",
}
"""Why a bank said no, by the gateway's code."""
