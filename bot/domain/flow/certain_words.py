"""Words that may stand around a value beside a question without making it doubtful, and words that no name holds."""

from bot.domain.understanding.direction_words import FROM, TO
from bot.domain.understanding.passenger_words import JOINTS, WORDS_OF_PASSENGERS
from bot.domain.understanding.plain_words import PLAIN
from bot.domain.understanding.word_lists import word_set

ALSO_NAMES = word_set("petit noel long hope")
"""Plain words that people are called, too."""
NO_NAMES = (PLAIN - ALSO_NAMES) | word_set(
    "hold sir saturday sunday monday tuesday wednesday thursday friday question instant flex standard light husband "
    "attention regards greetings best kind "
    "samedi dimanche lundi mardi mercredi jeudi vendredi bonne fait salutations cordialement mari "
    "momento cierto buena pregunta sabado domingo lunes martes miercoles jueves viernes saludos atentamente "
    "usted ustedes perdone disculpe "
    "darf gute guten frage sekunde letzte letzter viele liebe alles klar grusse gruss samstag sonntag montag dienstag "
    "mittwoch donnerstag freitag augenblick moment ganz kurz kurze kurzes schnell"
)
"""Words of greetings, talk and days: written with capitals, they are no name all the same."""

TO_BE = word_set("is it it's s c est es ist this that here ce ci voici aqui hier")
AROUND_EMAIL = TO_BE | word_set(
    "my the e mail email address please sure use mon l adresse courriel mail la mi el correo electronico direccion "
    "meine die adresse lautet"
)
"""Words with which travellers tell their own address."""
AROUND_BIRTH = TO_BE | word_set(
    "i was born on the my dob date of birth birthday je suis ne nee le ma la naissance naci nacido nacida el mi fecha "
    "nacimiento estoy ich bin wurde am geboren mein geburtsdatum geburtstag de"
)
"""Words with which they tell the day on which they were born."""

_AROUND_COUNT = (
    WORDS_OF_PASSENGERS
    | JOINTS
    | word_set(
        "a an one un une una ein eine einen my our only just it is for will be of all in total "
        "mon ma mes notre nos seulement juste pour c est sommes serons en tout au "
        "mi mis nuestro nuestra nuestros solo para ser en "
        "mein meine meinen meinem meiner unser unsere unseren nur fur zusammen sind insgesamt "
        "now maintenant ahora jetzt travelling traveling flying m am re suis bin estoy viajo "
        "viajamos voy vamos there please thanks thank you merci gracias danke bitte"
    )
)
"""Words that tell who travels, and nothing else."""
SELVES = word_set("me myself i moi je yo ich mich us nous nosotros wir")
"""Who counts without a number: "me and my wife"."""

CHANGING = word_set(
    "instead rather change changing move make prefer actually better leave leaving depart go going fly flying travel "
    "return returning back want would like d i we ll let s it to a the my our date flight trip ticket no not please "
    "plutot changer decaler mettre prefere preferons voudrais voudrions aimerais veux partir pars partons aller "
    "revenir rentrer voyager je nous j mon ma notre vol voyage non pas le la les finalement "
    "mejor cambiar mover prefiero preferimos quiero queremos quisiera salir ir volar viajar volver regresar mi nuestro "
    "vuelo viaje en vez lugar no el los al "
    "lieber stattdessen andern verschieben umbuchen mochte mochten will wollen fliegen fliege reisen abfliegen "
    "zuruckfliegen zuruck ich wir mein meinen unser unseren flug reise nein nicht doch den die das am"
)
"""Words of who wants another trip than the one that is booked."""
AROUND_CHANGE = (
    FROM
    | TO
    | CHANGING
    | _AROUND_COUNT
    | word_set(
        "on in at by du au then and et y und one way round single simple aller retour solo ida vuelta hinflug ruckflug "
        "around about environ unos gegen economy business premium class classe clase klasse"
    )
)
"""Words that may stand around another place or day."""
