// The command bar: a combobox over one endpoint (pages, threads, bookings), over what this page leads to and what can be done on it.
import { press, reached, table } from "./staff_keys.js";

const PAUSE = 100;
const MOST_PLACES = 12;
const bar = document.getElementById("command-bar");
const field = document.getElementById("command-field");
const list = document.getElementById("command-list");
const count = document.getElementById("command-count");
const NOT_HERE = new Set(["commands", "leave", "open", "next", "previous", "send", "send-next", "reply"]);

let found = [];
let chosen = 0;
let asked = 0;

/** What the page itself can do, as far as what was typed names it. */
function actions(words) {
  return table
    .filter((key) => !key.path && !NOT_HERE.has(key.action) && (key.action === "help" || reached(key.action)))
    .filter((key) => words.every((word) => key.label.toLowerCase().includes(word)))
    .map((key) => ({ kind: "Action", label: key.label, hint: key.keys, act: () => press(key.action) }));
}

/** The links of parts that name them for the bar, such as the steps of a flow, as far as what was typed names one. */
function places(words) {
  if (!words.length) return [];
  const links = [...document.querySelectorAll("[data-commands] a")].map((link) => ({
    kind: link.closest("[data-commands]").dataset.commands,
    label: (link.querySelector("[data-called]") ?? link).textContent.trim(),
    hint: "",
    path: link.href,
  }));
  const named = ({ label, path }) => `${label} ${path.split("/").at(-1)}`.toLowerCase();
  return links.filter((one) => words.every((word) => named(one).includes(word))).slice(0, MOST_PLACES);
}

function show(all) {
  found = all;
  chosen = 0;
  list.replaceChildren(...all.map(option));
  field.setAttribute("aria-expanded", String(all.length > 0));
  count.textContent = all.length ? `${all.length} found` : "Nothing matches. Try a page, the end of a traveller's id, or a booking reference.";
  mark();
}

function option(one, index) {
  const row = document.createElement("li");
  row.id = `command-${index}`;
  row.setAttribute("role", "option");
  for (const [name, text] of [["kind", one.kind], ["label", one.label], ["help", one.hint]]) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    row.append(part);
  }
  row.addEventListener("click", () => go(one));
  return row;
}

function mark() {
  for (const [index, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(index === chosen));
  if (!found.length) return field.removeAttribute("aria-activedescendant");
  list.children[chosen].scrollIntoView({ block: "nearest" });
  return field.setAttribute("aria-activedescendant", `command-${chosen}`);
}

function go(one) {
  bar.close();
  if (one.act) one.act();
  else location.assign(one.path);
}

async function ask() {
  asked += 1;
  const mine = asked;
  const typed = field.value.trim();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const here = actions(words);
  let told = [];
  try {
    const answer = await fetch(`/desk/commands?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
    if (answer.ok) told = await answer.json();
  } catch {
    count.textContent = "The connection is away; only what this page can do is shown.";
  }
  if (mine === asked && bar.open) show([...places(words), ...told, ...here]);
}

function open() {
  if (!bar || bar.open) return;
  field.value = "";
  show([]);
  count.textContent = "";
  bar.showModal();
  field.focus();
  ask();
}

let timer;
field?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
field?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    chosen = (chosen + step + found.length) % found.length;
    mark();
  }
  if (event.key === "Enter") {
    event.preventDefault();
    if (found[chosen]) go(found[chosen]);
  }
});
document.addEventListener("click", ({ target }) => target.closest?.('[data-key~="commands"]') && open());
