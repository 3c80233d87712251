"""Walking a flow: enter a node, run its actions, stop at its wait; take an exit, walk on.

Theory. A position is a node that waits. `answer` and `news` take what happened to the wait and take an exit; `enter`
walks from node to node until the next wait, at most `MOST_STEPS` nodes, so that a flow that runs in a circle ends in
a person and not in a hung process. What must stay true: after every turn the talk stands at a wait, is with a person,
or has no position because the flow came to its end. A talk finishes on the revision on which it began; only when that
revision is gone does it go on with the live one. A hand-over leaves the position where it was, so that the talk goes
on from there when it comes back; an exit that was missed meanwhile is taken then.
"""

from bot.domain.conversation.effects import WakeAt
from bot.domain.conversation.events import OffersFound, SearchFailed, is_from_traveller
from bot.domain.conversation.messages import Option
from bot.domain.conversation.state import Position
from bot.domain.errors import IllegalError
from bot.domain.flow import actions, misunderstood, splits, wait_checkout, wait_people, welcoming
from bot.domain.flow.conditions import holds
from bot.domain.flow.definition import CheckOutAction, Node, Wait
from bot.domain.flow.elsewhere import is_elsewhere, is_foreign
from bot.domain.flow.hearing import ELSEWHERE, NOTHING, Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import PERSON as CALLING
from bot.domain.flow.sides import TRIPS, WELCOME
from bot.domain.flow.waits import SUBJECTS, Subject, subject_of

MOST_STEPS = 50
"""Nodes in one turn: the longest honest path of the sample flow has nine."""

_DONE = frozenset({"corrected", "email_noted"})
"""Notes of what was understood and done: no miss."""

STAY, REPEAT, NO_MATCH, ANSWERED, TIMEOUT = "stay", "repeat", "no_match", "answered", "timeout"
PERSON = "person"


def start(scene: Scene) -> Scene:
    """The scene at the first wait of the live entry flow, or of the welcome before it."""
    name = scene.world.entry
    revision = scene.begins(name)
    scene = forget_asides(scene.change(position=Position(name, revision, ""), parents=()))
    scene = welcoming.before(scene)
    return enter(scene, scene.flow.start)


def enter(scene: Scene, name: str) -> Scene:
    """The scene at the next wait from a node on; a flow that cannot go on says so and begins anew at the next word."""
    for _ in range(MOST_STEPS):
        node = scene.flow.nodes.get(name)
        if node is None:
            break
        try:
            scene = _perform(scene, name, node)
        except IllegalError:
            break
        if scene.conversation.owner != "bot":
            return _handed_over(scene)
        if scene.position.node and node.wait is not None:
            return _wait(scene, node.wait)
        scene, name = _way_on(scene, node)
        if not name:
            return _come_back(scene)
    return scene.say_text("lost", (Option(scene.words("person_button"), "go:person"),)).change(position=None)


def _perform(scene: Scene, name: str, node: Node) -> Scene:
    before = scene.position
    misses, lost = (
        (before.misses if before.node == name else 0),
        (before.lost if misunderstood.asks_same(scene, node) else 0),
    )
    wait_name = str(scene.conversation.version + 1)
    scene = scene.change_position(node=name, wait=wait_name, since=scene.now, misses=misses, lost=lost, options=())
    subject = subject_of(node.wait.subject) if node.wait else None
    if node.wait and subject:
        scene = subject.asked(node.wait.subject, scene)
        scene = scene.change_position(options=subject.options(node.wait.subject, scene))
        scene = scene.with_fields(subject.fields(node.wait.subject, scene))
    for action in node.do:
        scene = actions.run(action, scene)
    return scene if scene.conversation.owner == "bot" else scene.change(position=before)


def _wait(scene: Scene, wait: Wait) -> Scene:
    if not wait.ring:
        return scene
    return scene.want(WakeAt(scene.now + wait.timeout * 1000, scene.position.wait))


def _way_on(scene: Scene, node: Node) -> tuple[Scene, str]:
    if not scene.position.node:
        return scene, scene.flow.start
    for case in node.cases:
        if holds(case.when, scene.look_up):
            return scene, case.to
    if node.split:
        return splits.taken(node.split, scene)
    if node.next:
        return scene, node.next
    return _leave(scene)


def _leave(scene: Scene) -> tuple[Scene, str]:
    scene = step_back(welcoming.after(scene) if scene.position.flow == WELCOME else scene)
    if scene.conversation.position is None:
        return scene, ""
    node = scene.flow.nodes.get(scene.position.node)
    return scene, node.next if node else scene.flow.start


def step_back(scene: Scene) -> Scene:
    """The scene at the place from which the present flow was entered, nowhere when there is none; nothing is said.

    What was asked about is forgotten, and the bookings that are looked at, unless that is where it goes back to.
    """
    parents = scene.conversation.parents
    scene = scene.change(position=parents[-1] if parents else None, parents=parents[:-1])
    looks = any(place.flow == TRIPS for place in parents)
    return scene.change_slots(topic="") if looks else forget_asides(scene)


def _handed_over(scene: Scene) -> Scene:
    """The scene in which a person has the thread: who was led there comes back to where they had been before."""
    while scene.position.flow == CALLING and scene.conversation.parents:
        scene = step_back(scene)
    return scene


def forget_asides(scene: Scene) -> Scene:
    """The scene in which no booking is looked at any more, and nothing is being answered."""
    if scene.conversation.trips:
        scene = scene.change(trips=(), opened="")
    return scene.change_slots(booking_locator="", booking_surname="", topic="")


def _come_back(scene: Scene) -> Scene:
    """The scene after a flow that was entered aside of a wait: what was asked before is asked again."""
    if scene.conversation.position is None or current(scene) is None:
        return scene
    by_itself = scene.passing or not is_from_traveller(scene.event)
    return where_we_are(scene if by_itself or scene.position.missed else scene.note("back_to_booking"))


def current(scene: Scene) -> tuple[Wait, Subject] | None:
    """The wait at which the talk stands and its subject, or None when it stands at none."""
    node = scene.flow.nodes.get(scene.position.node)
    if node is None or node.wait is None:
        return None
    return node.wait, subject_of(node.wait.subject) or SUBJECTS["choice"]


def awaits(scene: Scene, *subjects: str) -> bool:
    """Whether the talk stands at a wait for one of the subjects."""
    here = current(scene)
    return here is not None and here[0].subject in subjects


def in_checkout(scene: Scene) -> bool:
    """Whether a checkout is awaited here, or where the talk comes back to."""
    places = (scene, *(scene.change(position=place) for place in scene.conversation.parents))
    return any(awaits(place, "checkout") for place in places)


def answer(scene: Scene, heard: Heard) -> Scene:
    """The scene after words or a tap of the traveller at the present wait."""
    here = current(scene)
    if here is None:
        return start(scene)
    wait, subject = here
    # Who is asked something before a person comes may say anything: it is for that person.
    elsewhere = heard.understood.intent == ELSEWHERE and is_foreign(heard) and scene.position.flow != CALLING
    if is_elsewhere(wait.subject, heard, scene) or (elsewhere and not subject.repeatable):
        return where_we_are(scene.note("out_of_scope"))
    exit_name, told = subject.answer(wait.subject, heard, scene)
    if exit_name == NO_MATCH and elsewhere:
        return where_we_are(told.note("out_of_scope"))
    return take(told, in_time(wait, exit_name, told))


def in_time(wait: Wait, exit_name: str, scene: Scene) -> str:
    """The exit that an answer takes: none nearer to a checkout when the price of the chosen offer holds no longer."""
    offer = scene.conversation.basket.offer
    is_over = offer is not None and scene.now >= offer.expires.timestamp() * 1000
    return TIMEOUT if is_over and _leads_on(wait, exit_name, scene) else exit_name


def _leads_on(wait: Wait, exit_name: str, scene: Scene) -> bool:
    """Whether an exit leads nearer to a checkout: the answer is kept, but at a price that is over nobody is led on."""
    if exit_name in wait_people.LEADING_ON:
        return wait.subject in wait_people.EXPECTING
    node = scene.flow.nodes.get(wait.exits.get(exit_name, ""))
    return node is not None and any(isinstance(action, CheckOutAction) for action in node.do)


def news(scene: Scene) -> Scene | None:
    """The scene after an answer of the outside at the present wait; None when that wait takes no such news."""
    here = current(scene)
    if here is None or not isinstance(scene.event, here[1].takes):
        return None
    exit_name, told = here[1].news(scene)
    return take(told, exit_name)


def overhear(scene: Scene) -> Scene | None:
    """The scene after an answer of the outside while a person has the thread: money news is told, nothing is walked.

    The exit to which the news leads is taken when the talk comes back (`where_we_are`).
    """
    here = current(scene)
    if here is not None and isinstance(scene.event, here[1].takes):
        exit_name, told = here[1].news(scene)
        heard: Scene | None = told if exit_name == STAY else told.change_position(missed=exit_name)
    else:
        heard = behind(scene) or elsewhere(scene)
    # What a search leaves to be said stands before a question, and none is asked while a person has the thread.
    searched = isinstance(scene.event, OffersFound | SearchFailed)
    return heard.without_notes() if heard is not None and searched else heard


def behind(scene: Scene) -> Scene | None:
    """The scene after news for a place to which the talk comes back; None when none of them waits for it.

    It is told now. What becomes of a checkout leads back to it at once; for anything else the exit is taken later.
    """
    here, parents = scene.conversation.position, scene.conversation.parents
    for at, place in enumerate(parents):
        there = scene.change(position=place, parents=parents[:at])
        waited = current(there)
        if waited is None or not isinstance(scene.event, waited[1].takes):
            continue
        exit_name, told = waited[1].news(there)
        if exit_name != STAY and waited[0].subject == "checkout" and scene.conversation.owner == "bot":
            return take(forget_asides(told), exit_name)
        if exit_name != STAY:
            told = told.change_position(missed=exit_name)
        return told.change(position=here, parents=(*parents[:at], told.position, *parents[at + 1 :]))
    return None


def elsewhere(scene: Scene) -> Scene | None:
    """The scene after money news that the present wait does not take: it is told, and leads nowhere."""
    return wait_checkout.news(scene)[1] if isinstance(scene.event, wait_checkout.News) else None


def take(scene: Scene, exit_name: str) -> Scene:
    """The scene after an exit of the present wait; an exit that the node does not have counts as no match."""
    here = current(scene)
    if here is None or exit_name == STAY:
        return scene
    wait, _ = here
    if exit_name == REPEAT:
        misses = scene.position.misses + bool(set(scene.notes) - _DONE)
        if misunderstood.is_lost(scene):
            return _not_understood(scene, scene.position.node, misses=misses)
        return enter(scene.change_position(misses=misses), scene.position.node)
    if exit_name != NO_MATCH and exit_name in wait.exits:
        last = wait.subject if exit_name == ANSWERED else scene.position.last
        return enter(scene.change_position(misses=0, lost=0, last=last), wait.exits[exit_name])
    return _not_understood(scene, wait.exits[NO_MATCH], misses=scene.position.misses + 1)


def _not_understood(scene: Scene, ahead: str, *, misses: int) -> Scene:
    """The scene after an answer that was not understood: asked once more at a node ahead, then a person is called."""
    if misunderstood.is_over(scene, ahead):
        return take(misunderstood.sorry(scene), PERSON)
    return enter(scene.change_position(misses=misses, lost=scene.position.lost + 1), ahead)


def where_we_are(scene: Scene) -> Scene:
    """The scene in which the present question is put once more, or what we wait for is told."""
    here = current(scene)
    if here is None:
        return start(scene)
    if scene.position.missed:
        return take(scene.change_position(missed=""), scene.position.missed)
    wait, subject = here
    if subject.repeatable:
        return enter(scene.change_position(misses=0, lost=0), scene.position.node)
    exit_name, scene = subject.answer(wait.subject, NOTHING, scene)
    return take(scene, exit_name)


def say_aside(scene: Scene, key: str, buttons: tuple[Option, ...] = ()) -> Scene:
    """The scene with a sentence said and the present question put once more, if there is one."""
    if current(scene) is None:
        return scene.say_text(key, buttons)
    return where_we_are(scene.note(key).offer_also(*buttons))


def at_shelf(scene: Scene) -> Scene | None:
    """The scene back at the node that showed the offers, where a card of its shelf may be chosen; None without one."""
    back = scene.change_position(node=scene.position.shelf)
    here = current(back)
    return back if here is not None and here[0].subject == "offer" else None


def is_late(scene: Scene) -> bool:
    """Whether the present wait has lasted longer than its timeout."""
    here = current(scene)
    return here is not None and scene.now > scene.position.since + here[0].timeout * 1000
