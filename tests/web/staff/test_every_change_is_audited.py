"""Every route of staff that changes something names the line of the audit that it writes, or has a reason not to."""

import re

from flask import Flask

READING = {"GET", "HEAD", "OPTIONS"}
EXCEPTIONS = {
    "/desk/t/<name>/typing": "a hint that may be lost",
    "/desk/t/<name>/take": "the journal keeps who took a thread, and when, in the turn itself",
    "/desk/t/<name>/reply": "the transcript keeps who said what, and when, and is never changed",
    "/desk/t/<name>/template": "as a reply",
    "/desk/t/<name>/draft": "nothing is said by it, and it is its writer's own",
    "/desk/t/<name>/here": "a hint that may be lost",
    "/desk/t/<name>/return": "the journal keeps who gave a thread back, and when, in the turn itself",
    "/staff/flows/<flow>/try": "a rehearsal is its tester's own, and nothing outside hears of it",
    "/staff/flows/<flow>/try/<rehearsal>/act": "as above",
    "/staff/flows/<flow>/try/<rehearsal>/back": "as above",
    "/staff/flows/<flow>/try/<rehearsal>/reset": "as above",
    "/staff/fraud/try": "says what rules would have done and changes nothing",
}
"""Rules of routes, and why nobody looks for them in the audit."""


def changing(console: Flask) -> dict[str, str]:
    """The routes of desk and console that change something: their rule, and the act that their view notes."""
    found = {}
    for rule in console.url_map.iter_rules():
        if re.match(r"/(desk|staff)(/|$)", rule.rule) and (rule.methods or set()) - READING:
            found[rule.rule] = getattr(console.view_functions[rule.endpoint], "audits", "")
    return found


def test_each_names_its_act_or_stands_on_the_list(console: Flask) -> None:
    """A route that was forgotten is named here: note its act with `audits`, below `needs`."""
    routes = changing(console)
    assert len(routes) > 8
    assert [rule for rule, what in routes.items() if not what and rule not in EXCEPTIONS] == []


def test_an_act_is_a_verb_with_its_subject(console: Flask) -> None:
    """Filters list them, so they are written alike: "thread.label"."""
    acts = [what for what in changing(console).values() if what]
    assert [what for what in acts if not re.fullmatch(r"[a-z_]+\.[a-z_]+", what)] == []
