"""English words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.word_lists import word_set

MONTHS = (
    "january jan",
    "february feb febr",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)
WEEKDAYS = (
    "monday mon mondays",
    "tuesday tue tues tuesdays",
    "wednesday wed weds wednesdays",
    "thursday thu thur thurs thursdays",
    "friday fri fridays",
    "saturday sat saturdays",
    "sunday sun sundays",
)
WEAK = word_set("may mar mon sun sat wed jan fall spring march")
WORDS = {
    "t": "the|my|our",
    "f": "of|of the month of",
    "F": "from|starting|since|starting from|leaving",
    "I": "in|within|within the",
    "i": "on|on or around|on or about",
    "T": "to|till|til|until|thru|through|up to|to the",
    "&": "and",
    "u": "for|for a period of|lasting",
    "v": "between",
    "C": "closest|nearest",
    "x": "next",
    "U": "coming=coming|upcoming=upcoming",
    "X": "following|subsequent",
    "J": "after next",
    "0": "this|current|the current|present",
    "L": "last|final",
    "P": "ago|past|previous",
    "z": "from now|later|hence|from this moment|from today on",
    "A": "after",
    "B": "before|prior to",
    "d": "day|days=2",
    "w": "week=1|weeks=1|wk=1|wks=1|fortnight=2|fortnights=2",
    "m": "month|months",
    "a": "year|years|yr|yrs",
    "Q": "quarter|quarters",
    "g": "night|nights",
    "k": "weekend|week end|weekends|wkend",
    "s": "spring=0|springtime=0|summer=1|summertime=1|fall=2|autumn=2|winter=3|wintertime=3",
    "r": (
        "today=0|tonight=0|now=0|at the moment=0|at this moment=0|immediately=0|straight away=0|right now=0|"
        "this morning=0|this afternoon=0|this evening=0|tomorrow=1|tmrw=1|tmr=1|tomorow=1|tommorow=1|"
        "tommorrow=1|2morrow=1|day after tomorrow=2|day following tomorrow=2|overmorrow=2|yesterday=-1|"
        "day before yesterday=-2|asap=0|as soon as possible=0|the very day=0|same day=0"
    ),
    "b": "beginning|start|early|at the beginning|at the start|the start|the beginning",
    "c": "middle|mid|midway",
    "e": "end|late|the end",
    "R": "rest|remainder|the rest|the remainder",
    "E": "eom=m|eoy=a|end of month=m|end of year=a",
    "p": "couple=2|couple of=2|a couple=2|a couple of=2|pair of=2|few=3|a few=3|several=3|dozen=12|a dozen=12",
    "1": "a=1|an=1|one more=1",
    "_": "about|around|approximately|roughly|exactly|precisely|some time|sometime|please|maybe|perhaps|probably|only",
    "K": (
        "christmas=1225|christmas day=1225|xmas=1225|christmas eve=1224|boxing day=1226|new year's eve=1231|"
        "new years eve=1231|new year s eve=1231|"
        "nye=1231|new year's day=0101|new years day=0101|new year s day=0101|new year=0101|"
        "valentine s day=0214|valentines day=0214|valentines=0214|halloween=1031|"
        "easter=e0|easter sunday=e0|easter monday=e1|good friday=e-2|whit monday=e50|ascension day=e39|"
        "independence day=0704"
    ),
    "H": "morning|afternoon|evening|night time|noon|midday|midnight|lunchtime",
}
