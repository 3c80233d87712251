"""French words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.word_lists import word_set

MONTHS = (
    "janvier janv jan",
    "fevrier fev fevr",
    "mars mar",
    "avril avr",
    "mai",
    "juin",
    "juillet juil jui jul",
    "aout",
    "septembre sept sep",
    "octobre oct",
    "novembre nov",
    "decembre dec",
)
WEEKDAYS = (
    "lundi lun lundis",
    "mardi mar mardis",
    "mercredi mer mercr mercredis",
    "jeudi jeu jeudis",
    "vendredi ven vendredis",
    "samedi sam samedis",
    "dimanche dim dimanches",
)
WEAK = word_set("mar mer jeu ven sam dim lun jan mars sept")
WORDS = {
    "t": "le|la|les|l|mon|ma|notre",
    "f": "de|du|d|des|de la|du mois de|du mois d|au mois de|au mois d",
    "F": "a partir de|a partir du|a partir d|a compter d|depuis|depuis le|des le",
    "I": "dans|en|d ici|dans les|sous",
    "i": "vers le|pour le|autour du|aux alentours du|sur le",
    "T": "au|a|jusqu au|jusqu a|jusque|aux",
    "&": "et",
    "u": "pour|pendant|durant|pour une duree de",
    "v": "entre|entre le",
    "C": "plus proche|plus pres",
    "x": "prochain|prochaine|prochains|prochaines|qui vient|qui viennent|a venir",
    "X": "suivant|suivante|suivants|suivantes|d apres",
    "0": "ce|cet|cette|ces|en cours|courant|de ce|actuel|actuelle",
    "L": "dernier|derniere|derniers|dernieres",
    "P": "passe|passee|passes|passees|il y a",
    "z": "plus tard|a partir de maintenant|a compter de maintenant",
    "B": "avant|avant le",
    "A": "apres|apres le|a compter du|a compter de",
    "d": "jour|jours=2|journee|journees=2|jrs=2",
    "w": "semaine=1|semaines=1|quinzaine=2|quinzaine de jours=2",
    "m": "mois",
    "a": "an|ans|annee|annees",
    "Q": "trimestre|trimestres",
    "g": "nuit|nuits|nuitee|nuitees",
    "k": "week end|weekend|week ends|we|weekends",
    "s": "printemps=0|ete=1|automne=2|hiver=3",
    "r": (
        "aujourd hui=0|en ce moment=0|tout de suite=0|immediatement=0|auj=0|ce jour=0|maintenant=0|ce soir=0|"
        "ce matin=0|cet apres midi=0|cette nuit=0|ajd=0|demain=1|2main=1|apres demain=2|"
        "lendemain=1|surlendemain=2|hier=-1|avant hier=-2|au plus vite=0|des que possible=0|le plus tot possible=0"
    ),
    "b": (
        "debut|au debut|au tout debut|tout debut|debut du mois de=5|debut du mois d=5|au debut du mois de=5|"
        "au debut du mois d=5"
    ),
    "c": "milieu|mi|au milieu|mi du mois de",
    "e": "fin|en fin|a la fin|fin du mois de",
    "R": "reste|le reste",
    "h": "en huit=1|en 8=1|en quinze=2|en 15=2",
    "_": "environ|a peu pres|exactement|peut etre|plutot|s il vous plait|svp|stp",
    "K": (
        "noel=1225|le jour de noel=1225|veille de noel=1224|reveillon de noel=1224|saint sylvestre=1231|"
        "reveillon du nouvel an=1231|nouvel an=0101|"
        "jour de l an=0101|paques=e0|dimanche de paques=e0|lundi de paques=e1|vendredi saint=e-2|"
        "ascension=e39|pentecote=e49|lundi de pentecote=e50|"
        "toussaint=1101|assomption=0815|saint valentin=0214|fete nationale=0714|armistice=1111|fete du travail=0501"
    ),
    "p": "quelques=3|une paire de=2|douzaine de=12|une dizaine de=10|dizaine de=10",
    "1": "un=1|une=1",
    "H": "matin|apres midi|soir|soiree|matinee|midi|minuit",
}
