"""English words of dates: symbol (see lexicon.py) to phrases, a value after "=" where it carries one."""

from bot.domain.understanding.dates.feast_names import FEASTS
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


def _after_next(names: tuple[str, ...], first: int) -> str:
    """Read "after next friday", where "after next" is not the one after the next."""
    words = ((word, number) for number, words in enumerate(names, first) for word in words.split())
    return "|".join(f"after next {word}=0,0,{number}" for word, number in words)


WORDS = {
    "t": "the|my|our",
    "f": "of|of the month of|in the month of",
    "F": (
        "from|since|leaving|as of|starting=1|starting on=1|starting from=1|beginning on=1|beginning from=1|commencing=1"
    ),
    "I": "in|within|within the|during|during the|inside of",
    "i": "on|on or around|on or about",
    "T": (
        "to|till|til|until|thru|through|up to|to the|up until|up to and including|through and including|"
        "to and including|up to and including the|through to|up till"
    ),
    "&": "and",
    "u": "for|for a period of|lasting",
    "O": "or|or else|or otherwise|otherwise|alternatively|failing that|or maybe|or perhaps",
    "v": "between|anywhere between|any day between|in between",
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
    "w": "week=1|weeks=1|week s=1|wk=1|wks=1|fortnight=2|fortnights=2|fortnight s=2",
    "m": "month|months|month s|mth|mths",
    "a": "year|years|year s|yr|yrs",
    "Q": "quarter|quarters|q",
    "g": "night|nights",
    "k": "weekend|week end|weekends|wkend",
    "s": "spring=0|springtime=0|summer=1|summertime=1|fall=2|autumn=2|winter=3|wintertime=3",
    "r": (
        "today=0|tonight=0|now=0|at the moment=0|at this moment=0|immediately=0|straight away=0|right now=0|"
        "this morning=0|this afternoon=0|this evening=0|tomorrow=1|tmrw=1|tmr=1|tomorow=1|tommorow=1|"
        "tommorrow=1|2morrow=1|day after tomorrow=2|day following tomorrow=2|overmorrow=2|yesterday=-1|"
        "day before yesterday=-2|tonite=0|asap=0|as soon as possible=0|as early as possible=0|the very day=0|"
        "same day=0|"
        "2moro=1|2mrw=1|2moz=1|tomoz=1|tomorro=1|tmw=1|tmmrw=1|day after tmrw=2|"
        "day after tomorow=2|today s=0|tomorrow s=1"
    ),
    "b": "beginning|start of|early|at the beginning|at the start|the start of|the beginning|very beginning|early in",
    "c": "middle|mid|midway|in the middle|the middle|halfway through",
    "e": "end|late|the end|at the end|very end|tail end|late in",
    "R": "rest|remainder|the rest|the remainder",
    "E": "eom=m|eoy=a|end of month=m|end of year=a",
    "p": "couple=2|couple of=2|a couple=2|a couple of=2|pair of=2|few=3|a few=3|several=3|dozen=12|a dozen=12",
    "1": "a=1|an=1|one more=1",
    "wf": "week beginning=1,0|week starting=1,0|week commencing=1,0|week starting on=1,0|week beginning on=1,0",
    "oL": "penultimate=2,0|next to last=2,0|last but one=2,0",
    "FrT": "from now until=0,0,0|from now till=0,0,0|from now to=0,0,0|from now through=0,0,0",
    "AxW": _after_next(WEEKDAYS, 0),
    "Axw": "after next week=0,0,1",
    "Axm": "after next month=0,0,0",
    "Axk": "after next weekend=0,0,0",
    "AxM": _after_next(MONTHS, 1),
    "cw": "midweek=0,1",
    "oM": "ides of march=15,3",
    "ow": "first half=1,2|second half=2,2|latter half=2,2|last half=2,2",
    "V": "every|each|any",
    "Y": "not|not on|not the|except|except on|apart from|but not",
    "j": (
        "works|work|is|are|was|would|could|should|will|can|suits|sounds|looks|if|with|then|instead|but|because|as|"
        "though|too|also|when|where|so|i|we|it|that|there|back"
    ),
    "l": "and a half",
    "pd": "some days=3,2",
    "1m": "half a year=6,0|half year=6,0",
    "K": FEASTS["en"],
    "_": (
        "why not|approx|approx .|good morning|good afternoon|good evening|or so|or thereabouts|about|around|"
        "approximately|roughly|exactly|precisely|some time|sometime|please|maybe|perhaps|probably|only"
    ),
    "H": (
        "early on|late on|first thing|first thing in the morning|in the early morning|late at night|morning|"
        "afternoon|evening|night time|noon|midday|midnight|lunchtime"
    ),
}
