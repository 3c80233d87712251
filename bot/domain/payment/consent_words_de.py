"""The words of consents and mandates in German, by the number of their version: never changed in place."""

from collections.abc import Mapping

CONSENT_DE: Mapping[int, str] = {
    4: (
        "{brand} speichert die Marke, die letzten vier Ziffern und das Ablaufdatum dieser Karte und eine Kennung, "
        "mit der unser Zahlungsdienst sie belasten kann. Die Kartennummer bleibt beim Zahlungsdienst; niemand "
        "speichert die Prüfziffer. Jetzt wird nichts abgebucht. Die Karte wird nur für Buchungen benutzt, die in den "
        "mit dieser Brieftasche verknüpften Chats gemacht werden, innerhalb der Limits, die Sie hier setzen, und "
        "nur, wenn dort auf die Schaltfläche getippt wird, die mit ihr bezahlt: Wer in diesen Chats schreibt, kann "
        "mit ihr bezahlen. Um sie zu entfernen, öffnen Sie jederzeit Ihre Brieftasche, oder schreiben Sie „Karte "
        "entfernen“ in den Chat."
    ),
    5: (
        "{brand} speichert die Nummer dieser Karte verschlüsselt in einem eigenen digitalen Tresor, mit ihrer Marke, "
        "den letzten vier Ziffern und dem Ablaufdatum, und eine Kennung, mit der unser Zahlungsdienst sie belasten "
        "kann. Niemand speichert die Prüfziffer. Jetzt wird nichts abgebucht. Die Karte wird nur für Buchungen "
        "benutzt, die in den mit dieser Brieftasche verknüpften Chats gemacht werden, innerhalb der Limits, die Sie "
        "hier setzen, und nur, wenn dort auf die Schaltfläche getippt wird, die mit ihr bezahlt: Wer in diesen Chats "
        "schreibt, kann mit ihr bezahlen. Um sie zu entfernen, öffnen Sie jederzeit Ihre Brieftasche, oder schreiben "
        "Sie „Karte entfernen“ in den Chat: Ihre Nummer wird dann vernichtet."
    ),
    6: (
        "{brand} speichert die Marke, die letzten vier Ziffern und das Ablaufdatum dieser Karte und eine Kennung, "
        "mit der unser Zahlungsdienst sie belasten kann. Die Kartennummer bleibt beim Zahlungsdienst; niemand "
        "speichert die Prüfziffer. Die Karte wird nur für Buchungen benutzt, die in dem Chat, zu dem diese Seite "
        "gehört, und in damit verknüpften Chats gemacht werden, und nur, wenn dort auf die Schaltfläche getippt "
        "wird, die mit ihr bezahlt: Wer in diesen Chats schreibt, kann mit ihr bezahlen; speichern Sie sie also nur, "
        "wenn es Ihre Chats sind. Um sie zu entfernen, schreiben Sie jederzeit „Karte entfernen“ in den Chat."
    ),
    7: (
        "{brand} speichert die Nummer dieser Karte verschlüsselt in einem eigenen digitalen Tresor, mit ihrer Marke, "
        "den letzten vier Ziffern und dem Ablaufdatum, und eine Kennung, mit der unser Zahlungsdienst sie belasten "
        "kann. Niemand speichert die Prüfziffer. Die Karte wird nur für Buchungen benutzt, die in dem Chat, zu dem "
        "diese Seite gehört, und in damit verknüpften Chats gemacht werden, und nur, wenn dort auf die Schaltfläche "
        "getippt wird, die mit ihr bezahlt: Wer in diesen Chats schreibt, kann mit ihr bezahlen; speichern Sie sie "
        "also nur, wenn es Ihre Chats sind. Um sie zu entfernen, schreiben Sie jederzeit „Karte entfernen“ in den "
        "Chat: Ihre Nummer wird dann vernichtet."
    ),
}
"""To the saving of a card; versions before the first here were never shown in this language."""

MANDATE_DE: Mapping[int, str] = {
    2: (
        "Mit der Unterschrift unter dieses Mandat ermächtigen Sie (A) {brand}, Zahlungen von Ihrem Konto mittels "
        "Lastschrift einzuziehen, und weisen Sie (B) Ihre Bank an, die von {brand} auf Ihr Konto gezogenen "
        "Lastschriften einzulösen. Sie können innerhalb von 8 Wochen, beginnend mit dem Belastungsdatum, die "
        "Erstattung des belasteten Betrages verlangen. Es gelten dabei die mit Ihrer Bank vereinbarten Bedingungen. "
        "Ihre Rechte sind in einem Merkblatt erklärt, das Sie von Ihrer Bank erhalten können. "
        "Gläubiger-Identifikationsnummer: {creditor}. Zahlungsart: wiederkehrend. {brand} belastet das Konto nur für "
        "Buchungen, die in den mit dieser Brieftasche verknüpften Chats gemacht werden, innerhalb der Limits, die "
        "Sie hier setzen, und nur, wenn dort auf die Schaltfläche getippt wird, die damit bezahlt: Wer in diesen "
        "Chats schreibt, kann damit bezahlen. Der Betrag wird dort vorher genannt, und Sie stimmen zu, dass die "
        "Lastschrift schon am nächsten Tag folgen kann. {brand} speichert die Kontonummer verschlüsselt in einem "
        "eigenen digitalen Tresor, mit dem Land, den letzten vier Ziffern und einer Kennung, mit der unser "
        "Zahlungsdienst das Konto belasten kann. Um es zu entfernen, öffnen Sie jederzeit Ihre Brieftasche, oder "
        "schreiben Sie „Bankkonto entfernen“ in den Chat: Die Nummer wird dann vernichtet. Dieses Mandat selbst wird "
        "als Nachweis dessen aufbewahrt, was abgebucht wurde."
    ),
}
"""To the debiting of a bank account, after the core scheme (EPC130-08)."""
