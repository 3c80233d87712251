"""Forms of the talk in a browser: filled in by keyboard, slips at their fields, drafts that outlive a reload."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.domain.conversation.messages import Text
from tests.browser.host import until
from tests.browser.test_pages import say, thread_of
from tests.builders.talk import Talk
from tests.web.archive import Bench, greeting

pytestmark = pytest.mark.browser

ASKED = "Paris to New York on 4 December, one way"


def ask_for_name(stage: Bench, page: Page, *, slips: bool = False) -> None:
    """Show the form of the only passenger, perhaps as it comes back with slips."""
    talk = Talk(thread=thread_of(stage, page)).to_offers().tap("Choose")
    if slips:
        talk.send_form(given="R2D2", family="Durand", born="1987-07-24", email="marie@")
    [question] = [one for one in talk.messages if isinstance(one, Text) and one.form]
    stage.archive.say(thread_of(stage, page), question)
    expect(page.locator(".fields")).to_be_visible()


def test_a_form_is_filled_in_by_keyboard_and_collapses_to_what_was_sent(page: Page, site: str) -> None:
    """From the first field to the answer without a mouse; the talk then shows what was chosen, not the form."""
    page.goto(site)
    say(page, ASKED)
    adults = page.get_by_label("Adults")
    expect(adults).to_be_visible()
    adults.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator(".line.me[data-row] .bubble").last).to_have_text("2 adults, 1 child")
    expect(page.locator(".fields")).to_be_hidden()


def test_a_form_clicked_twice_is_sent_once_and_kept_no_longer(page: Page, site: str) -> None:
    """An impatient hand sends one answer, and what was sent stays in the talk alone."""
    page.goto(site)
    say(page, ASKED)
    page.get_by_label("Adults").select_option("2")
    page.get_by_role("button", name="Continue").dblclick()
    answers = page.locator(".line.me .bubble").get_by_text("2 adults")
    expect(page.locator(".line.me[data-row] .bubble").last).to_have_text("2 adults")
    expect(page.locator(".line.bot .bubble").last).to_contain_text("Looking for flights")
    expect(answers).to_have_count(1)
    assert page.evaluate("sessionStorage.getItem('form')") == ""


def test_a_slip_is_told_at_its_field_and_the_summary_has_the_focus(page: Page, site: str) -> None:
    """Who cannot fly so reads why beside the field, comes there by the summary, and mends it alone."""
    page.goto(site)
    say(page, ASKED)
    page.get_by_label("Infants").select_option("2")
    page.get_by_role("button", name="Continue").click()
    slips = page.get_by_role("group", name="Please check:")
    expect(slips).to_be_focused()
    infants = page.locator(".fields:visible").get_by_label("Infants")
    expect(infants).to_have_value("2")
    expect(infants).to_have_attribute("aria-invalid", "true")
    expect(infants).to_have_accessible_description("Each infant sits on an adult's lap, so one infant for each adult.")
    slips.get_by_role("link", name="Infants").press("Enter")
    expect(infants).to_be_focused()


def test_an_empty_field_is_told_before_anything_is_sent(stage: Bench, page: Page, site: str) -> None:
    """Nothing leaves the page while something is missing."""
    page.goto(site)
    ask_for_name(stage, page)
    page.get_by_label("Family name").fill("Durand")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("group", name="Please check:")).to_be_focused()
    assert page.locator(".slips li").all_inner_texts() == [
        "First names, as in the passport",
        "Date of birth",
        "E-mail address",
    ]
    expect(page.get_by_label("Family name")).to_have_value("Durand")
    expect(page.locator(".line.me")).to_have_count(0)


def test_slips_of_the_server_are_told_like_those_of_the_page(stage: Bench, page: Page, site: str) -> None:
    """What only the server knows stands at the same place, and what was typed is there."""
    page.goto(site)
    ask_for_name(stage, page, slips=True)
    expect(page.get_by_label("First names")).to_have_accessible_description("A name has no digits.")
    expect(page.get_by_label("Family name")).to_have_value("Durand")
    expect(page.get_by_label("Date of birth")).to_have_value("1987-07-24")


def test_browsers_know_what_the_fields_are_for(stage: Bench, page: Page, site: str) -> None:
    """A browser offers the traveller's own details (WCAG 1.3.5), and the right keyboard."""
    page.goto(site)
    ask_for_name(stage, page)
    fields = page.locator(".fields .field input")
    assert fields.evaluate_all("all => all.map((one) => [one.autocomplete, one.type])") == [
        ["given-name", "text"],
        ["family-name", "text"],
        ["bday", "date"],
        ["email", "email"],
    ]
    assert page.get_by_label("E-mail").get_attribute("inputmode") == "email"


def test_a_half_filled_form_outlives_a_reload_but_no_card_does(stage: Bench, page: Page, site: str) -> None:
    """Names are not typed twice; what looks like a card is kept nowhere and refused at its field."""
    page.goto(site)
    ask_for_name(stage, page)
    page.get_by_label("First names").fill("Marie")
    page.get_by_label("Family name").fill("4242 4242 4242 4242")
    assert "4242 4242" not in page.evaluate("JSON.stringify({...sessionStorage})")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Family name")).to_have_value("")
    expect(page.locator(".slips")).to_contain_text("Family name")
    expect(page.locator(".problem", has_text="Card numbers never go into the chat")).to_be_visible()
    page.reload()
    expect(page.get_by_label("First names")).to_have_value("Marie")


def test_what_is_filled_in_before_the_page_is_whole_is_kept_as_well(page: Page, site: str) -> None:
    """On a slow line a form can be filled in before the part that remembers it has come."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/chat_forms.js", hold)
    page.goto(site)
    say(page, ASKED)
    page.get_by_label("Adults").select_option("2")
    held[0].continue_()
    until(page, "JSON.stringify(sessionStorage).includes('adults')")
    say(page, "and bags?")
    expect(page.locator(".line.bot .bubble").last).to_contain_text("Bags for each passenger")
    expect(page.locator(".fields:visible").get_by_label("Adults")).to_have_value("2")


def test_a_question_in_the_middle_loses_nothing_that_was_filled_in(page: Page, site: str) -> None:
    """The question comes again with its answer, and the form is as it was left."""
    page.goto(site)
    say(page, ASKED)
    page.get_by_label("Adults").select_option("2")
    say(page, "and bags?")
    expect(page.locator(".line.bot .bubble").last).to_contain_text("Bags for each passenger")
    expect(page.locator(".fields:visible").get_by_label("Adults")).to_have_value("2")


def test_what_was_typed_for_one_traveller_is_never_put_in_for_the_next(stage: Bench, page: Page, site: str) -> None:
    """Who begins in the form and goes on in words names the second traveller in an empty form."""
    page.goto(site)
    thread = thread_of(stage, page)
    talk = Talk(thread=thread).say("Paris to New York on 4 December, one way, 2 adults").tap("Choose")
    [first] = [one for one in talk.messages if isinstance(one, Text) and one.form]
    stage.archive.say(thread, first)
    page.get_by_label("First names").fill("Marie")
    [second] = [one for one in talk.say("Marie Durand").say("24 July 1987").messages if isinstance(one, Text)]
    stage.archive.say(thread, second)
    expect(page.locator(".line.bot .bubble").last).to_contain_text("Passenger 2")
    expect(page.locator(".fields:visible").get_by_label("First names")).to_have_value("")


def test_words_do_as_well_and_the_caret_stays_where_they_are_written(stage: Bench, page: Page, site: str) -> None:
    """A message that arrives takes nobody's hands off the keyboard."""
    page.goto(site)
    field = page.get_by_label("Message", exact=True)
    field.press_sequentially("Marie Dur")
    field.press("ArrowLeft")
    ask_for_name(stage, page)
    stage.archive.say(thread_of(stage, page), greeting("Take your time."))
    expect(page.locator(".line")).to_have_count(2)
    expect(field).to_be_focused()
    assert field.evaluate("one => one.selectionStart") == 8
    expect(page.locator(".fields")).to_be_visible()


def test_who_dictates_while_a_form_comes_stays_in_the_field(page: Page, site: str) -> None:
    """Words that come in without a key, dictated or pasted, are a beginning as well: the form waits for its turn."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/chat_forms.js", hold)
    page.goto(site)
    page.get_by_role("button", name="London to Rome tomorrow").click()
    expect(page.locator(".fields")).to_be_visible()
    field = page.get_by_label("Message", exact=True)
    field.fill("two adults")
    held[0].continue_()
    page.evaluate("import('/static/chat_forms.js').then(() => new Promise(requestAnimationFrame))")
    expect(field).to_be_focused()


def test_news_of_a_message_leaves_its_form_in_the_hands_of_who_fills_it_in(stage: Bench, page: Page, site: str) -> None:
    """That a question was delivered, told once more, neither empties the form under it nor takes the focus."""
    page.goto(site)
    ask_for_name(stage, page)
    family = page.get_by_label("Family name")
    family.press_sequentially("Dur")
    [line] = stage.archive.lines(thread_of(stage, page))
    stage.archive.move(line.row, "delivered")
    stage.archive.say(thread_of(stage, page), greeting("Take your time."))
    expect(page.locator(".line")).to_have_count(2)
    expect(family).to_be_focused()
    family.press_sequentially("and")
    expect(family).to_have_value("Durand")


def test_a_form_that_was_answered_elsewhere_leaves_the_focus_at_hand(page: Page, site: str) -> None:
    """Answered in another tab, the form goes; the keyboard goes on in the field below."""
    page.goto(site)
    say(page, ASKED)
    page.get_by_label("Adults").focus()
    other = page.context.new_page()
    other.goto(site)
    say(other, "2 adults")
    expect(page.locator(".fields")).to_be_hidden()
    expect(page.get_by_label("Message", exact=True)).to_be_focused()


def test_a_form_works_without_a_script(browser: Browser, site: str) -> None:
    """With JavaScript off it is a plain form, sent and answered."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Message", exact=True).fill(ASKED)
    page.get_by_role("button", name="Send").click()
    page.get_by_label("Adults").select_option("2")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".line.me .bubble").last).to_have_text("2 adults")
    assert page.url.endswith("/chat#latest")
    context.close()
