"""How questions are asked in German: words that ask, subjects that may be asked about, first words of a question."""

from collections.abc import Mapping

from bot.domain.understanding.word_lists import word_set

ASKED_DE: Mapping[str, str] = {
    "assistance": (
        "koffer ist weg|koffer verloren|koffer ist verloren|gepack verloren|gepack ist weg|gepack ist verloren|"
        "verlorenes gepack|verlorener koffer|koffer ist nicht angekommen|gepack ist nicht angekommen|"
        "koffer nicht angekommen|gepack nicht angekommen|koffer ist beschadigt|koffer beschadigt|gepack beschadigt|"
        "gepack ist beschadigt|koffer ist kaputt|koffer kaputt"
    ),
    "refund": (
        "kann ich stornieren|kann man stornieren|konnen wir stornieren|konnte ich stornieren|wenn ich storniere|"
        "falls ich storniere|wenn ich nicht fliegen kann|spater stornieren|kostenlos stornieren|"
        "kostenlose stornierung|stornierung moglich|stornierungsbedingungen|ist es erstattbar|ist das erstattbar|"
        "ist der flug erstattbar|sind sie erstattbar|geld zuruck|mein geld wieder|eine erstattung|"
        "bekomme ich eine erstattung|stornogebuhr|stornogebuhren"
    ),
    "changes": (
        "kann ich umbuchen|kann man umbuchen|konnen wir umbuchen|spater umbuchen|spater andern|danach andern|"
        "kann ich den flug andern|kann ich meinen flug andern|kann ich das ticket andern|kann ich mein ticket andern|"
        "kann ich das datum spater andern|ist es umbuchbar|ist das umbuchbar|ist es flexibel|umbuchungsgebuhr|"
        "umbuchungsgebuhren|umbuchung moglich"
    ),
    "duration": (
        "wie lange dauert|wie lange ist der flug|wie lange fliegt|wie viele stunden|flugdauer|flugzeit|"
        "wie lange sind die fluge|dauer des flugs"
    ),
    "operator": "welche airline|welche fluggesellschaft|wer fliegt|durchgefuhrt von wem|welches flugzeug|wer fuhrt",
    "terminal": "welches terminal|welcher terminal|von welchem terminal|welcher flughafen|von welchem flughafen",
    "documents": (
        "brauche ich einen pass|brauche ich einen reisepass|brauchen wir einen reisepass|brauche ich ein visum|"
        "brauchen wir ein visum|braucht man einen reisepass|braucht man ein visum|welche dokumente|welche papiere|"
        "reicht der personalausweis|reicht ein personalausweis|genugt der personalausweis|personalausweis"
    ),
    "payment": (
        "wie kann ich zahlen|wie kann ich bezahlen|wie zahle ich|wie bezahle ich|wie bezahlt man|wie zahlt man|"
        "kann ich mit paypal|kann ich mit karte|kann ich mit kreditkarte|mit paypal|mit klarna|"
        "kann ich bezahlen|kann ich zahlen|welche karten nehmen|welche karten akzeptieren|nehmen sie|"
        "akzeptieren sie|nehmt ihr|akzeptiert ihr|in raten zahlen|spater zahlen|spater bezahlen|auf rechnung|"
        "welche zahlungsmittel|zahlungsarten"
    ),
    "safe": (
        "ist das sicher|ist es sicher zu bezahlen|ist meine karte sicher|sind meine daten sicher|ist das serios|"
        "seid ihr serios|ist das betrug|kann ich vertrauen"
    ),
    "robot": (
        "bist du ein roboter|sind sie ein roboter|bist du ein bot|sind sie ein bot|bist du ein mensch|"
        "sind sie ein mensch|bist du echt|sind sie echt|bist du eine maschine|sind sie eine maschine|wer bist du|"
        "wer sind sie|spreche ich mit einer maschine|spreche ich mit einem roboter|ist das ein bot"
    ),
    "times": (
        "wann kommt er an|wann kommt der flug an|wann kommen wir an|wann komme ich an|um wie viel uhr kommt|"
        "ankunftszeit|wann landet|wann landen wir|wann fliegt er ab|wann geht der flug|wann startet|abflugzeit|"
        "um wie viel uhr fliegt"
    ),
    "stops": (
        "ist es direkt|ist das direkt|ist das ein direktflug|ist es ein direktflug|sind das direktfluge|"
        "wie viele stopps|wie viele zwischenstopps|wo ist der zwischenstopp|wo ist der stopp|wo steige ich um|"
        "wie oft umsteigen|muss ich umsteigen"
    ),
    "price": (
        "was kostet|wie viel kostet|wieviel kostet|was kostet das|was kostet es|was macht das|wie teuer|"
        "wie hoch ist der preis|wie viel insgesamt|inklusive steuern|inkl steuern|steuern inklusive|"
        "fur alle zusammen|preis fur alle"
    ),
    "step": (
        "wo sind wir|was passiert gerade|was passiert jetzt|und jetzt|was jetzt|wie geht es weiter|"
        "ist es fertig|sind sie noch da|bist du noch da"
    ),
    "hold": (
        "wie lange habe ich|wie lange gilt der preis|wie lange gelten die preise|wie lange gilt|"
        "wie lange reservieren|wie lange sind die platze|preis gultig|preise gultig|preis halten"
    ),
    "destinations": (
        "wohin fliegen sie|wohin fliegt ihr|wo fliegen sie hin|wo fliegt ihr hin|welche stadte|welche ziele|"
        "welche reiseziele|wohin kann ich fliegen|wohin konnen wir fliegen|liste der ziele|fliegen sie nach|"
        "fliegt ihr nach"
    ),
    "receipt": (
        "eine rechnung|einen beleg|eine quittung|brauche eine rechnung|brauche einen beleg|"
        "wann bekomme ich mein ticket|wann bekomme ich das ticket|wann bekomme ich die tickets|wo ist mein ticket|"
        "wie bekomme ich"
    ),
    "children": (
        "zahlen kinder|zahlt ein kind|zahlt mein kind|kinder zahlen|bezahlen kinder|zahlen babys|zahlt ein baby|"
        "kindertarif|kinderpreis|auf dem schoss|auf meinem schoss"
    ),
    "unaccompanied": "kind allein|kind alleine|allein reisendes kind|allein reisende kinder|unbegleitet|unbegleitetes",
}
"""Words that ask, wherever they stand; by what they ask about."""

SUBJECTS_DE: Mapping[str, str] = {
    "bags": "gepack|koffer|handgepack|aufgabegepack|tasche|rucksack",
    "refund": "erstattung|erstattbar|ruckerstattung|stornierung|storno",
    "changes": "umbuchung|umbuchbar|flexibel",
    "duration": "dauer",
    "documents": "reisepass|visum|ausweis",
    "payment": "zahlung|kreditkarte|bezahlung",
    "safe": "sicher",
    "robot": "roboter|mensch",
    "stops": "zwischenstopp|zwischenstopps|stopp|stopps",
    "price": "steuern|der preis",
    "destinations": "ziele|ziel|reiseziele",
    "seats": "sitz|sitze|sitzplatz|sitzplatze|fensterplatz|gangplatz|fenster",
    "children": "kind|kinder|kindern|baby|babys",
    "checkin": "einchecken|bordkarte|online check in",
    "meals": "essen|mahlzeit|mahlzeiten|vegetarisch|vegan",
    "pets": "hund|hunde|katze|katzen|haustier|haustiere|tier|tiere",
    "assistance": "rollstuhl|behindert|behinderung|schwanger|blind|betreuung",
    "fares": "tarif|tarife",
    "miles": "meilen|vielflieger|punkte|treueprogramm",
}
"""Words that are asked about, where something shows that it is a question."""

ASKING_DE = word_set(
    "was wie wann wo wohin woher wer warum wieso welche welcher welches welchen kann konnen konnte darf durfen gibt ist"
)
"""First words of a question."""
