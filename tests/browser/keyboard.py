"""Going through a page with the Tab key: whatever is reached is seen, and shows that it is reached."""

import pytest
from playwright.sync_api import Frame, Page, expect

MOST_STEPS = 40


def tab_to(page: Page, name: str, key: str = "Tab", *, inside: Frame | None = None) -> None:
    """Press a key until what it reaches, in the page or inside a frame of it, has that name."""
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        label, cover, marked = (inside or page).evaluate(_REACHED)
        assert not cover, f"{label} is covered by {cover}"
        assert marked, f"{label} does not show its focus"
        if name in label:
            return
    pytest.fail(f"{name} is not reached by {key}")


def type_into(page: Page, label: str, text: str, *, inside: Frame | None = None) -> None:
    """Go on to the field of that label, whatever parts the fields before it have, and type."""
    field = (inside or page).get_by_label(label)
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            break
    expect(field).to_be_focused()
    page.keyboard.type(text)


def write_in(page: Page, label: str, text: str) -> None:
    """Go on to the field whose label begins so, among many that have the same words further on, and type."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(_LABEL).startswith(label):
            break
    else:
        pytest.fail(f"No field {label} is reached by Tab")
    page.keyboard.type(text)


_LABEL = """() => [...(document.activeElement.labels?.[0]?.childNodes ?? [])]
  .filter((node) => !node.matches?.("select, input, textarea"))
  .map((node) => node.textContent).join("").trim()"""

_REACHED = """async () => {
  // Whatever scrolls to what is reached has done so in the frame after the next.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const style = getComputedStyle(one);
  const label = one.getAttribute("aria-label") || one.textContent.trim() || one.id || one.tagName;
  const body = one === document.body;
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const outside = `the edge: ${Math.round(box.x)}, ${Math.round(box.y)}`;
  const cover = body || one.contains(top) ? "" : (top?.outerHTML.slice(0, 80) ?? outside);
  return [label, cover, body || marked];
}"""
