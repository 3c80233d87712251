// A list from which words are put into a text at the caret: opened by a sign, filtered while writing, by keyboard or pointer.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let told;

function announce(list, count) {
  told ??= document.getElementById("news");
  if (told) told.textContent = count ? `${count} in the list ${list.getAttribute("aria-label")}` : "";
}

/** What stands between the sign and the caret: "" when the list is not asked for. */
function asked(field, trigger) {
  const before = field.value.slice(0, field.selectionStart);
  const at = before.lastIndexOf(trigger);
  if (at < 0 || (at > 0 && !/\s/.test(before[at - 1]))) return undefined;
  const words = before.slice(at + trigger.length);
  return words.length > 40 || words.startsWith(" ") || words.includes("\n") ? undefined : { at, words };
}

/** Let a field be completed from a list; `load` fills the list when it is first asked for,
    `picked` is told which option was put in, and where. */
export function complete(field, list, { trigger, picked = () => {}, load }) {
  const all = () => [...list.querySelectorAll("[role=option]")];
  let chosen;
  const open = () => all().filter((one) => !one.hidden);

  function choose(option) {
    for (const one of all()) one.setAttribute("aria-selected", String(one === option));
    chosen = option;
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    if (list.hidden) return;
    list.hidden = true;
    choose(undefined);
  }

  function look() {
    const found = document.activeElement === field ? asked(field, trigger) : undefined;
    if (!found) return close();
    if (load && !list.childElementCount) return void Promise.resolve(load()).then(() => list.childElementCount && look());
    const wanted = plain(found.words).split(/\s+/).filter(Boolean);
    for (const one of all()) one.hidden = !wanted.every((word) => plain(one.dataset.words).split(/\s+/).some((known) => known.startsWith(word)));
    const left = open();
    const before = list.hidden;
    list.hidden = left.length === 0;
    choose(left.includes(chosen) ? chosen : left[0]);
    if (before !== list.hidden) announce(list, left.length);
  }

  function pick(option) {
    const found = asked(field, trigger);
    close();
    if (!found) return;
    const end = field.selectionStart;
    field.setRangeText(option.dataset.insert, found.at, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    picked(option, found.at);
  }

  field.addEventListener("input", look);
  field.addEventListener("click", look);
  field.addEventListener("blur", () => setTimeout(() => list.contains(document.activeElement) || close()));
  // Before the page's own keys: while the list is open, Enter picks and Escape closes the list alone.
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const left = open();
    const at = left.indexOf(chosen);
    if (event.key === "ArrowDown") choose(left[(at + 1) % left.length]);
    else if (event.key === "ArrowUp") choose(left[(at - 1 + left.length) % left.length]);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen && !event.ctrlKey && !event.metaKey) pick(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) pick(option);
  });
}
