"""French words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.dates.feast_names import FEASTS
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
    "f": "de|du=1|d|des|de la|de l|du mois de|du mois d|au mois de|au mois d",
    "F": (
        "a partir de|a partir du|a partir d|a compter d|a compter du|a compter de|depuis|depuis le|des le|partant le|"
        "a dater du"
    ),
    "I": "dans|en|d ici|dans les|sous|d ici a|au cours du|au cours de|courant|dans le courant de|dans le courant du",
    "i": (
        "vers le|pour le|autour du|aux alentours du|sur le|aux environs du|aux alentours de|autour de|"
        "aux environs de|dans les environs du|vers|le jour du"
    ),
    "T": "au|jusqu au et y compris|a|jusqu au|jusqu a|jusque|aux|jusqu en|jusque vers le|et jusqu au",
    "&": "et",
    "u": "pour|pendant|durant|pour une duree de",
    "O": "ou|ou sinon|sinon|a defaut|ou bien|ou alors|ou peut etre",
    "v": "entre|entre le",
    "C": "plus proche|plus pres",
    "x": "prochain|prochaine|prochains|prochaines|qui vient|qui viennent|a venir",
    "X": "suivant|suivante|suivants|suivantes|d apres",
    "0": "ce|cet|cette|ces|en cours|courant|de ce|actuel|actuelle",
    "L": "dernier|derniere|derniers|dernieres",
    "P": "passe|passee|passes|passees|d avant|precedent|precedente|il y a|y a",
    "z": "plus tard|a partir de maintenant|a compter de maintenant",
    "B": "avant|avant le|precedant",
    "A": "apres|apres le",
    "d": "jour|jours=2|journee|journees=2|jrs=2",
    "w": "semaine=1|semaines=1|sem=1|quinzaine=2",
    "m": "mois",
    "a": "an|ans|annee|annees",
    "Q": "trimestre|trimestres",
    "g": "nuit|nuits|nuitee|nuitees",
    "k": "week end|weekend|week ends|we|weekends|wk end",
    "s": "printemps=0|ete=1|automne=2|hiver=3",
    "r": (
        "aujourd hui=0|en ce moment=0|tout de suite=0|immediatement=0|auj=0|ce jour=0|maintenant=0|ce soir=0|"
        "ce matin=0|cet apres midi=0|cette nuit=0|ajd=0|demain=1|2main=1|apres demain=2|"
        "apresdemain=2|apres apres demain=3|aujourdhui=0|ojd=0|aujourd hui meme=0|demain matin=1|au plus tot=0|"
        "le plus vite possible=0|le plus rapidement possible=0|journee de demain=1|"
        "dans la journee de demain=1|"
        "hier=-1|avant hier=-2|au plus vite=0|des que possible=0|le plus tot possible=0"
    ),
    "D": "lendemain=1|surlendemain=2|veille=-1|avant veille=-2",
    "b": (
        "commencement|au commencement|debut|au debut|au tout debut|tout debut|debut du mois de=5|debut du mois d=5|"
        "au debut du mois de=5|au debut du mois d=5"
    ),
    "c": "milieu|mi|au milieu|mi du mois de|a la mi|la mi",
    "e": "fin|en fin|a la fin|fin du mois de|la fin|toute fin|a la toute fin",
    "R": "reste|le reste",
    "_": (
        "pourquoi pas|ci|bonne soiree|bonne journee|bonne nuit|environ|env .|a peu pres|exactement|peut etre|"
        "plutot|s il vous plait|svp|stp"
    ),
    "K": FEASTS["fr"],
    "p": (
        "quelques=3|plusieurs=3|une paire de=2|douzaine de=12|une douzaine de=12|une dizaine de=10|"
        "dizaine de=10|une vingtaine de=20"
    ),
    "1": "un=1|une=1",
    "FrT": "a partir de maintenant jusqu a=0,0,0|a partir de maintenant jusqu au=0,0,0",
    "oL": "antepenultieme=3,0|avant dernier=2,0|avant derniere=2,0",
    "ow": "premiere moitie=1,2|seconde moitie=2,2|deuxieme moitie=2,2",
    "V": "chaque|tous les|toutes les|n importe quel|n importe quelle",
    "Y": "pas|sauf|sauf le|excepte|hormis|pas le|pas ce",
    "j": "ca|c|me|m|nous|si|est|serait|convient|conviendrait|alors|va|irait|avec|par|mais|car|puis|aussi|on|je|il|qui",
    "l": "et demi|et demie",
    "qd": "quinzaine de jours=15,2|une quinzaine de jours=15,2",
    "1m": "un semestre=6,0|six mois=6,0",
    "H": (
        "de bonne heure|a la premiere heure|a l aube|en debut de matinee|en fin de matinee|"
        "en debut d apres midi|en fin d apres midi|en fin de journee|en debut de soiree|matin|apres midi|soir|"
        "soiree|matinee|midi|minuit"
    ),
}
