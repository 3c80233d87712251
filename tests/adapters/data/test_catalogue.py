"""The texts and flows that ship: worded whole in every language, and nothing that the code says is missing."""

import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import yaml

from bot.adapters.channels.instagram import Instagram
from bot.adapters.channels.messenger import Messenger
from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import WebChat
from bot.adapters.channels.whatsapp import WhatsApp
from bot.adapters.data import catalogue
from bot.domain import errors
from bot.domain.booking.refund_quote import Reason, Refusal
from bot.domain.conversation.events import ThreadOpened
from bot.domain.conversation.state import new_conversation
from bot.domain.errors import InvalidError
from bot.domain.flow import fields
from bot.domain.flow.answers import OF_FLIGHTS, answer_key
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.everywhere import SMALL_TALK
from bot.domain.flow.filters import FILTERS
from bot.domain.flow.issues import TAPPABLE, issues
from bot.domain.flow.questions import SUBJECTS
from bot.domain.flow.rating import SCORES
from bot.domain.flow.scene import Scene
from bot.domain.flow.texts import Template
from bot.domain.flow.wait_checkout import ENDINGS
from bot.domain.payment import declines
from bot.domain.payment.activity import ActivityKind
from bot.domain.payment.fraud import rules_from
from bot.domain.payment.refunds import RefundState
from bot.domain.privacy import KINDS, PURPOSES, can_be_given
from bot.domain.shopping.narrowing import WISHES
from tests.builders import world as builders

ROOT = Path(catalogue.__file__).parents[2]
LANGUAGES = builders.BRAND.languages
TEXTS = catalogue.texts()
_CALL = re.compile(r"\b(?:say_text|note|words|noted_words|world\.text)\(\s*\"([a-z_]+)\"")
_NAMED = re.compile(
    r"(?:otherwise|problem|reason|say_to_traveller)=\"([a-z_]+)\"|return \"((?:party|declined|card)_[a-z_]+)\""
)
_REFUSED = ("none", "not_yours", "under_way", "cancelled", "kept", "failed")
"""Why a booking is not cancelled, besides what the rules say."""
_ELSEWHERE = frozenset({"asked", "unknown"})
"""Reasons that are not texts: why a person was called, why no booking is shown."""
FLOWS = (builders.book(), builders.my_trip())
SOURCES = [path for layer in ("domain", "services") for path in sorted((ROOT / layer).rglob("*.py"))]


def _composed() -> set[str]:
    """Keys that code puts together from a word before and a name behind."""
    scene = Scene(new_conversation("terminal:TF:u1"), ThreadOpened("e1", 0), builders.world(), 0)
    answers = {answer_key(scene, subject) for subject in SUBJECTS} | {f"answer_{subject}" for subject in OF_FLIGHTS}
    small_talk = {f"answer_{intent}" for intent in SMALL_TALK}
    endings = {f"ended_{ending}" for ending in ENDINGS}
    served = (Messenger, Instagram, WhatsApp, WebChat, Terminal)
    channels = {"channel_other", *(f"channel_{channel.name}" for channel in served)}
    happened = {f"activity_{kind}" for kind in get_args(ActivityKind)}
    returns = {f"return_refused_{reason}" for reason in (*get_args(Refusal), *_REFUSED)}
    returns |= {f"return_why_{reason}" for reason in get_args(Reason)}
    returns |= {f"refund_{state}" for state in ("begun", "done", "failed")}
    returns |= {f"refund_is_{state}" for state in get_args(RefundState)}
    privacy = {f"privacy_kind_{kind}" for kind in KINDS}
    for purpose in PURPOSES:
        privacy |= {f"privacy_{purpose}_{word}" for word in ("on", "off", "is_on", "is_off", "off_button")}
        privacy |= {f"privacy_{purpose}_on_button"} if can_be_given(purpose) else set()
    staff = {f"pay_link_{why}" for why in ("new", "again", "longer")} | {f"rate_{score}" for score in SCORES}
    said = answers | returns | happened | privacy | small_talk | endings | channels | staff
    return said | {f"unmet_{wish}" for wish in WISHES}


def _said() -> set[str]:
    """Every key that code says, as far as it stands in the source as a word."""
    found: set[str] = set()
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        if "/payment/" not in path.as_posix():
            found |= {key for call in _CALL.findall(source) for key in [call]}
        if "/domain/flow/" in path.as_posix() or "/understanding/" in path.as_posix() or "/booking/" in path.as_posix():
            found |= {key for pair in _NAMED.findall(source) for key in pair if key}
    kinds = (cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.ThreadfareError))
    told = {cls.say_to_traveller for cls in kinds}
    return (found | _composed() | told) - _ELSEWHERE - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_code_says_is_worded(language: str) -> None:
    """No traveller ever reads the name of a text."""
    flow = builders.book()
    assert {key for key in _said() if key not in TEXTS[language] and flow.text(key, language) is None} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decline_and_every_problem_of_a_trip_is_worded(language: str) -> None:
    """A refusal always says why, and what is possible."""
    sources = [ROOT / "domain/shopping/trip.py", ROOT / "domain/flow/wait_offer.py", Path(declines.__file__)]
    keys = {
        key
        for path in sources
        for key in re.findall(r"\"((?:declined|date|back|same|sorted|party)_[a-z_]+)\"", path.read_text())
    }
    assert keys >= {"date_past", "same_city", "declined_funds", "back_moved"}
    assert keys - TEXTS[language].keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_word_the_same_texts_with_the_same_facts(language: str) -> None:
    """A traveller who reads French, Spanish or German is told no less than an English one."""
    for texts in (TEXTS, *(flow.texts for flow in FLOWS)):
        first, other = texts["en"], texts[language]
        assert first.keys() == other.keys()
        assert {key for key in first if _facts(first[key]) != _facts(other[key])} == set()


def _facts(template: Template) -> set[str]:
    return {hole.field for hole in template.holes()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_use_fields_and_filters_that_exist(language: str) -> None:
    """Every hole in a text can be filled."""
    holes = [hole for template in TEXTS[language].values() for hole in template.holes()]
    assert [hole for hole in holes if not fields.is_field(hole.field) or set(hole.filters) - FILTERS.keys()] == []


@pytest.mark.parametrize("flow", FLOWS, ids=[flow.name for flow in FLOWS])
def test_the_sample_flows_have_no_fault(flow: Flow) -> None:
    """What a new airline begins with could be published by its staff."""
    found = issues(flow, languages=LANGUAGES, flows=frozenset(), catalogue=frozenset().union(*TEXTS.values()))
    assert found == ()


def test_no_text_of_the_catalogue_is_left_over() -> None:
    """What staff translate is said somewhere."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    composed = _composed() | {f"{wish}_button" for wish in TAPPABLE}
    assert {key for key in TEXTS["en"] if f'"{key}"' not in source} - composed == set()


@pytest.mark.parametrize("number", range(len(FLOWS)), ids=[flow.name for flow in FLOWS])
def test_a_flow_goes_through_yaml_and_back(number: int) -> None:
    """Staff edit YAML; what is stored is the same flow."""
    document = catalogue.sample_flows()[number]
    text = catalogue.to_yaml(document)
    assert "é" in text
    assert parse_flow(catalogue.to_json(text.encode())) == parse_flow(document)
    assert msgspec.json.decode(catalogue.to_json(document)) == msgspec.json.decode(document)


@pytest.mark.parametrize("document", [b"{", b"- a\n- b", b"just words", b"", b"a: *b"])
def test_what_is_no_flow_is_refused_with_a_sentence(document: bytes) -> None:
    """A slip in a file says what is wrong instead of being stored."""
    with pytest.raises(InvalidError):
        catalogue.to_json(document)


@pytest.mark.parametrize("name", [flow.name for flow in FLOWS])
def test_yes_and_no_are_words_in_the_sample_flows(name: str) -> None:
    """YAML reads a bare yes as true: the file quotes its exits."""
    raw = yaml.safe_load((Path(catalogue.__file__).parent / f"flows/{name}.yaml").read_bytes())
    exits = [key for node in raw["nodes"].values() if "wait" in node for key in node["wait"]["exits"]]
    assert all(isinstance(key, str) for key in exits)


def test_a_sandbox_only_writes_down_that_a_card_is_shared() -> None:
    """Whoever tries the demo has the same few cards, and is not held for it; all other rules are in force."""
    first, sandbox = catalogue.fraud_rules(), rules_from(catalogue.sandbox_fraud_rules())
    changed = [one for one, other in zip(first.rules, sandbox.rules, strict=True) if one != other]
    assert [rule.id for rule in changed] == ["R07"]
    assert {rule.mode for rule in sandbox.rules if rule.id == "R07"} == {"shadow"}
