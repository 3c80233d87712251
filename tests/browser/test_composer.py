"""The composer in a browser: nothing typed is lost, nobody answers twice, and colleagues see each other."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.adapters.data import catalogue
from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, TextReceived
from bot.domain.conversation.messages import Text
from bot.ports.template_records import APPROVED, TemplateState
from bot.services import desk, turns, watching
from bot.web.app import create_app
from tests.browser.axe import barriers
from tests.browser.conftest import Serve
from tests.browser.looks import looks
from tests.browser.test_desk import at_the_desk
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser

THREAD = "webchat:TF:marie00001"
PHONE_THREAD = "whatsapp:106:447700900001"
HOUR = 3600 * 1000
ANA = somebody("Ana")


def opened(page: Page, site: str, thread: str = THREAD) -> Page:
    """The page of a thread, when it is live."""
    page.goto(f"{site}/desk/t/{quote(thread)}")
    expect(page.locator("#connection")).to_have_text("Live")
    return page


@pytest.fixture
def waiting(stage: Bench) -> Bench:
    """A traveller who asked for a person and is with Ana."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    turns.take(stage.runtime, THREAD, TextReceived("t2", NOW_MS, "My bag is lost"))
    desk.take(stage.runtime, THREAD, ANA)
    return stage


@pytest.fixture
def ana(waiting: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """Ana with the thread open."""
    with at_the_desk(waiting, browser, site, "Ana") as page:
        yield opened(page, site)


def test_a_draft_outlives_the_page_and_is_seen_by_colleagues(
    waiting: Bench, ana: Page, browser: Browser, site: str
) -> None:
    """A refresh and another browser show what was written; a colleague sees that Ana has a draft, not which."""
    field = ana.get_by_label("Reply")
    field.fill("I found your bag in")
    expect(ana.locator("#kept")).to_have_text("Draft kept.")
    ana.reload()
    expect(field).to_have_value("I found your bag in")
    with at_the_desk(waiting, browser, site, "Ana") as elsewhere:
        expect(opened(elsewhere, site).get_by_label("Reply")).to_have_value("I found your bag in")
    with at_the_desk(waiting, browser, site, "Bo") as other:
        expect(opened(other, site).locator("#way")).to_contain_text("Ana has a draft in this thread.")
        assert "I found your bag in" not in other.content()
        field.press("Enter")
        expect(ana.locator(".line.agent .bubble").last).to_have_text("I found your bag in")
        expect(other.locator("#way")).not_to_contain_text("has a draft")
    ana.reload()
    expect(field).to_have_value("")


def test_what_no_server_took_is_kept_in_the_tab(ana: Page) -> None:
    """A session that is over loses no word."""
    ana.route("**/draft", lambda route: route.fulfill(status=401, json={"problem": "over"}))
    ana.get_by_label("Reply").fill("Nearly done")
    expect(ana.locator("#kept")).to_contain_text("in this tab alone")
    ana.reload()
    expect(ana.get_by_label("Reply")).to_have_value("Nearly done")


def test_colleagues_see_who_views_and_who_writes(waiting: Bench, ana: Page, browser: Browser, site: str) -> None:
    """Names stand in the thread at once, and go when the page is left."""
    with at_the_desk(waiting, browser, site, "Bo") as other:
        opened(other, site)
        expect(ana.locator("#watchers")).to_have_text("Bo is viewing")
        expect(other.locator("#watchers")).to_have_text("Ana is viewing")
        ana.get_by_label("Reply").press_sequentially("Hello")
        ana.wait_for_timeout(100)
        ana.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(other.locator("#watchers")).to_contain_text("Ana is")
        other.goto(f"{site}/desk")
        expect(ana.locator("#watchers")).to_have_text("")


def test_who_vanishes_without_a_word_is_gone_within_half_a_minute(waiting: Bench, browser: Browser, site: str) -> None:
    """A laptop that was shut leaves no name behind."""
    with at_the_desk(waiting, browser, site, "Ana") as page:
        page.clock.install()
        opened(page, site)
        watching.tell(waiting.runtime, THREAD, somebody("Bo"), "writes")
        expect(page.locator("#watchers")).to_have_text("Bo is writing")
        page.clock.fast_forward(20_000)
        expect(page.locator("#watchers")).to_have_text("Bo is writing")
        page.clock.fast_forward(9_000)
        expect(page.locator("#watchers")).to_have_text("")


def test_a_reply_that_a_colleague_has_given_is_shown_and_not_sent_twice(waiting: Bench, ana: Page) -> None:
    """The later of two answers is refused with the earlier one in view; sending it all the same is a choice."""
    ana.route("**/desk/live**", lambda route: route.abort())
    ana.reload()
    ana.get_by_label("Reply").fill("Your bag is in Lyon.")
    turns.take(waiting.runtime, THREAD, MessageEchoed("e1", NOW_MS, "It is in Paris.", app="263902037430900"))
    desk.take(waiting.runtime, THREAD, ANA)
    ana.get_by_role("button", name="Send").click()
    expect(ana.get_by_role("alert")).to_contain_text("answered")
    expect(ana.locator(".conflict blockquote")).to_have_text("It is in Paris.")
    expect(ana.get_by_label("Reply")).to_have_value("Your bag is in Lyon.")
    assert "Your bag is in Lyon." not in waiting.archive.texts(THREAD)
    assert barriers(ana) == ""
    ana.get_by_role("button", name="Send anyway").click()
    expect(ana.get_by_label("Reply")).to_have_value("")
    assert waiting.archive.texts(THREAD).count("Your bag is in Lyon.") == 1


def test_a_reply_that_was_refused_leads_nowhere_when_it_is_sent_after_all(waiting: Bench, ana: Page) -> None:
    """The keys that send, close and open the next were for that one press: what is sent later closes no thread."""
    ana.route("**/desk/live**", lambda route: route.abort())
    ana.reload()
    here = ana.url
    ana.get_by_label("Reply").fill("Your bag is in Lyon.")
    turns.take(waiting.runtime, THREAD, MessageEchoed("e1", NOW_MS, "It is in Paris.", app="263902037430900"))
    desk.take(waiting.runtime, THREAD, ANA)
    ana.keyboard.press("Control+Shift+Enter")
    expect(ana.locator(".conflict blockquote")).to_have_text("It is in Paris.")
    with ana.expect_response("**/reply") as sent:
        ana.get_by_role("button", name="Send anyway").click()
    assert sent.value.status == 200
    expect(ana.get_by_label("Reply")).to_have_value("")
    ana.wait_for_timeout(300)
    assert ana.url == here
    assert waiting.archive.desk.thread(THREAD).done_at == 0


def test_what_is_discarded_is_gone(waiting: Bench, ana: Page) -> None:
    """Whoever sees that the answer was given leaves theirs with one press."""
    ana.route("**/desk/live**", lambda route: route.abort())
    ana.reload()
    ana.get_by_label("Reply").fill("Your bag is in Lyon.")
    turns.take(waiting.runtime, THREAD, MessageEchoed("e1", NOW_MS, "It is in Paris.", app="263902037430900"))
    desk.take(waiting.runtime, THREAD, ANA)
    ana.get_by_role("button", name="Send").click()
    ana.get_by_role("button", name="Discard").click()
    expect(ana.get_by_label("Reply")).to_have_value("")
    expect(ana.locator(".conflict")).to_have_count(0)
    assert waiting.archive.drafts.known == {}


def test_parts_that_are_drawn_again_leave_text_and_caret(waiting: Bench, ana: Page) -> None:
    """Whoever types while news comes in types on."""
    field = ana.get_by_label("Reply")
    field.fill("One moment please")
    field.press("Home")
    for _ in range(4):
        field.press("ArrowRight")
    turns.take(waiting.runtime, THREAD, TextReceived("t3", NOW_MS, "Hello?"))
    waiting.archive.say(THREAD, Text("A line of the bot"))
    expect(ana.locator(".line").last).to_contain_text("A line of the bot")
    ana.keyboard.type("small ")
    expect(field).to_have_value("One small moment please")


def test_what_is_typed_while_a_reply_is_on_its_way_is_the_next_one(waiting: Bench, ana: Page) -> None:
    """A slow line loses no word, sends nothing twice, and does not run two sentences together."""

    def slowly(route: Route) -> None:
        ana.wait_for_timeout(400)
        route.continue_()

    ana.route("**/reply", slowly)
    ana.get_by_label("Reply").fill("First")
    ana.keyboard.press("Control+Enter")
    ana.keyboard.press("Control+Enter")
    ana.keyboard.type("Second")
    expect(ana.get_by_label("Reply")).to_have_value("Second")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator(".line.agent .bubble").last).to_have_text("Second")
    expect(ana.get_by_label("Reply")).to_have_value("")
    said = [text for text in waiting.archive.texts(THREAD) if text in ("First", "Second", "FirstSecond")]
    assert said == ["First", "Second"]


def test_an_answer_points_at_a_message(ana: Page) -> None:
    """What it answers stands above the field, can be dropped, and is quoted in the transcript."""
    line = ana.locator(".line.me", has_text="My bag is lost")
    line.get_by_role("link", name="Answer this").click()
    expect(ana.locator("#about")).to_contain_text("My bag is lost")
    expect(ana.get_by_label("Reply")).to_be_focused()
    ana.get_by_role("link", name="Do not point at it").click()
    expect(ana.locator("#about")).to_be_hidden()
    line.get_by_role("link", name="Answer this").click()
    ana.keyboard.type("We look for it.")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator(".line.agent .quote").last).to_contain_text("My bag is lost")
    expect(ana.locator("#about")).to_be_hidden()


def test_a_message_that_failed_is_sent_once_more(waiting: Bench, ana: Page) -> None:
    """One press, one message, and the failed one says so."""
    line = waiting.archive.say(THREAD, Text("Your boarding pass"))
    waiting.archive.move(line.row, "failed", "transient")
    failed = ana.locator(f"#line-{line.row}")
    expect(failed).to_contain_text("The channel was in trouble for too long")
    failed.get_by_role("button", name="Retry").click()
    expect(failed).to_contain_text("Sent once more")
    assert waiting.archive.texts(THREAD).count("Your boarding pass") == 2


@pytest.fixture
def phone_stage() -> Bench:
    """A Runtime with templates of agents that WhatsApp has approved."""
    stage = bench(notices=catalogue.notices(), mails=False)
    for name in ("agent_news", "agent_question"):
        state = TemplateState("whatsapp", catalogue.notices()[name].template, "en", APPROVED)
        stage.archive.templates.note(state)
    return stage


def _with_ana(stage: Bench, *, silent_ms: int) -> None:
    heard = NOW_MS - silent_ms
    turns.take(stage.runtime, PHONE_THREAD, ChoiceTapped("t1", heard, "go:person", "Talk to a person"))
    desk.take(stage.runtime, PHONE_THREAD, ANA)


@pytest.mark.parametrize(("width", "scheme"), looks(390, 1440))
def test_templates_stand_in_place_of_the_field(
    phone_stage: Bench, browser: Browser, serve: Serve, width: int, scheme: str
) -> None:
    """A closed channel offers what it takes, with what the traveller will read."""
    _with_ana(phone_stage, silent_ms=30 * HOUR)
    site = serve(create_app(phone_stage.runtime))
    with at_the_desk(phone_stage, browser, site, "Ana") as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
        page.set_viewport_size({"width": width, "height": 844})
        opened(page, site, PHONE_THREAD)
        expect(page.get_by_label("Reply")).to_be_hidden()
        expect(page.locator("[data-window=template]")).to_contain_text("approved templates only")
        form = page.locator("form.template").first
        form.get_by_label("About").fill("your bag")
        expect(form.locator(".preview")).to_contain_text("an answer about your bag for you from Ana")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert barriers(page) == ""
        form.get_by_role("button").click()
        expect(page.locator(".line.agent .bubble").last).to_contain_text("an answer about your bag")


def test_a_window_that_ends_while_somebody_types_is_refused_and_the_draft_stays(
    phone_stage: Bench, browser: Browser, serve: Serve
) -> None:
    """The server's clock decides; the words are there when the channel opens again."""
    _with_ana(phone_stage, silent_ms=24 * HOUR - 120_000)
    site = serve(create_app(phone_stage.runtime))
    with at_the_desk(phone_stage, browser, site, "Ana") as page:
        opened(page, site, PHONE_THREAD)
        expect(page.locator("[data-window=free] time.left")).to_have_text(re.compile("left|over"))
        page.get_by_label("Reply").fill("Are you still there?")
        phone_stage.clock.pass_time(minutes=5)
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#problem")).to_contain_text("This was not sent")
        page.reload()
        expect(page.locator("[data-window=template]")).to_be_visible()
        turns.take(phone_stage.runtime, PHONE_THREAD, TextReceived("t9", NOW_MS + 300_000, "Yes"))
        expect(page.get_by_label("Reply")).to_have_value("Are you still there?")
        expect(page.get_by_label("Reply")).to_be_visible()


def test_a_reply_of_two_agents_at_once_is_one_message(waiting: Bench, ana: Page, browser: Browser, site: str) -> None:
    """Bo answered from a stale page after Ana did: he reads hers first."""
    with at_the_desk(waiting, browser, site, "Bo") as other:
        opened(other, site)
        other.route("**/desk/live**", lambda route: route.abort())
        other.reload()
        state = desk.thread_state(waiting.runtime, THREAD)
        assert state is not None
        ana.get_by_label("Reply").fill("From Ana")
        ana.keyboard.press("Enter")
        expect(ana.locator(".line.agent .bubble").last).to_have_text("From Ana")
        desk.hand_back(waiting.runtime, THREAD, ANA)
        desk.take(waiting.runtime, THREAD, somebody("Bo"))
        other.evaluate("document.querySelector('[data-standing]').toggleAttribute('data-writes', true)")
        other.get_by_label("Reply").fill("From Bo")
        with other.expect_response("**/reply") as sent:
            other.get_by_role("button", name="Send").click()
        assert sent.value.status == 409
        expect(other.locator(".conflict")).to_contain_text("Ana answered")
        said = [text for text in waiting.archive.texts(THREAD) if text.startswith("From")]
        assert said == ["From Ana"]


def test_a_spoken_event_of_old_still_counts() -> None:
    """What an older program wrote says nothing of what was seen, and is taken."""
    assert AgentSpoke("a", 1, "per", "Ana", "Hi").seen == -1
