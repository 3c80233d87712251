"""Files in a browser: a traveller's passport comes to the desk, an agent's letter goes to the traveller."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_access import inspect
from tests.browser.test_desk import at_the_desk, open_thread
from tests.builders.files import HOSTILE, PDF, png
from tests.web.archive import Bench

pytestmark = pytest.mark.browser
LOSE_AN_ANSWER = """() => {
  const whole = window.fetch;
  window.fetch = async (path, options) => {
    const answer = await whole(path, options);
    if (!`${path}`.endsWith("/files")) return answer;
    window.fetch = whole;
    throw new TypeError("The answer was lost.");
  };
}"""


@pytest.fixture
def talk(page: Page, site: str) -> Page:
    """A traveller who asked for a person."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".line.me")).to_have_count(1)
    return page


@pytest.fixture
def agent(talk: Page, stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """Ana, who has the thread."""
    expect(talk.locator(".line.me")).to_have_count(1)
    with at_the_desk(stage, browser, site, "Ana") as found:
        open_thread(found)
        found.get_by_role("button", name="Take").click()
        expect(found.get_by_label("Reply", exact=True)).to_be_focused()
        yield found


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file on somebody's disk."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_travellers_file_comes_to_the_desk_as_a_download(talk: Page, agent: Page, tmp_path: Path) -> None:
    """Without a reload on either side; what is no file that is taken says so, and the form stays open."""
    talk.get_by_role("link", name="Add a file").click()
    field = talk.get_by_label("Picture, PDF or text")
    expect(field).to_be_focused()
    field.set_input_files(put(tmp_path, "page.png", HOSTILE["page.png"]))
    talk.get_by_role("button", name="Attach").click()
    expect(talk.locator("#attach .problem")).to_contain_text("This file cannot be taken")
    inspect(talk)
    field.set_input_files(put(tmp_path, "passport.png", png()))
    talk.get_by_role("button", name="Attach").click()
    expect(talk.locator("#attach")).to_have_count(0)
    expect(talk.locator(".line.me .bubble").last).to_have_text("Sent a file")
    expect(agent.locator(".line-files a")).to_contain_text("passport.png")
    inspect(agent)
    with agent.expect_download() as begun:
        agent.locator(".line-files a").click()
    assert begun.value.suggested_filename == "passport.png"
    assert Path(begun.value.path()).read_bytes() == png()


def test_an_agents_file_goes_to_the_traveller(talk: Page, agent: Page, site: str, tmp_path: Path) -> None:
    """Chosen and attached; a hostile one is refused in words."""
    agent.get_by_label("File", exact=True).set_input_files(put(tmp_path, "drawing.png", HOSTILE["drawing.png"]))
    agent.get_by_role("button", name="Attach file").click()
    expect(agent.locator("#problem")).to_contain_text("no file that is taken")
    agent.get_by_label("File", exact=True).set_input_files(put(tmp_path, "letter.pdf", PDF))
    agent.get_by_role("button", name="Attach file").click()
    expect(agent.locator(".line.agent .line-files a")).to_contain_text("letter.pdf")
    link = talk.get_by_role("link", name="letter.pdf")
    expect(link).to_be_visible()
    address = str(link.get_attribute("href")).replace("http://localhost", site)
    assert talk.request.get(address).body() == PDF


def test_a_file_whose_answer_was_lost_is_sent_once(agent: Page, tmp_path: Path) -> None:
    """Who is told to try again does so, and the traveller gets one letter."""
    agent.evaluate(LOSE_AN_ANSWER)
    agent.get_by_label("File", exact=True).set_input_files(put(tmp_path, "letter.pdf", PDF))
    agent.get_by_role("button", name="Attach file").click()
    expect(agent.locator("#problem")).to_contain_text("did not get through")
    agent.get_by_role("button", name="Attach file").click()
    expect(agent.locator("[data-file-state]")).to_contain_text("letter.pdf was sent.")
    agent.reload()
    expect(agent.locator(".line.agent .line-files")).to_have_count(1)


def test_a_picture_is_pasted_or_dropped(agent: Page) -> None:
    """Both send it as the form does."""
    for how, place, bag in (("paste", "#reply-text", "clipboardData"), ("drop", "#main", "dataTransfer")):
        agent.evaluate(_HAND_OVER, [how, place, bag, list(png()), f"{how}.png"])
        expect(agent.locator(".line.agent .line-files a", has_text=f"{how}.png")).to_be_visible()


_HAND_OVER = """([how, place, bag, bytes, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
  const kind = bag === "clipboardData" ? ClipboardEvent : DragEvent;
  document.querySelector(place).dispatchEvent(new kind(how, { [bag]: data, bubbles: true, cancelable: true }));
}"""
