// The keys: made from the table that the page carries, which the sheet and the hints are made from, too.
import { closeOne } from "./staff_dialogs.js";

const PATIENCE = 1500;
const FIELDS = "input, textarea, select, [contenteditable]";
const held = document.getElementById("key-table");
export const table = held ? JSON.parse(held.textContent) : [];
const labels = new Map(table.map((key) => [key.action, key]));
const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const off = () => document.documentElement.dataset.singleKeys === "off";

const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest("[hidden]");
/** The first element that an action reaches. */
export const reached = (action) => [...document.querySelectorAll(`[data-key~="${action}"]`)].find(seen);

/** Do an action: put the cursor into its field, or press its button; whether there was one. */
export function press(action) {
  const one = reached(action);
  if (!one) return false;
  one.focus();
  // What a key shows stays open when it is open already: the key then goes into it.
  const part = one.matches("summary") ? one.parentElement : null;
  if (!one.matches(FIELDS) && !part?.open) one.click();
  if (part?.open) part.querySelector("input:not([type=hidden]), select, textarea, button, a")?.focus();
  return true;
}

const rows = () => [...document.querySelectorAll(".list .row, [data-rows] a")].filter(seen);

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  const from = at < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : at;
  const next = from < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, from + step));
  all[next].focus();
  return true;
}

function openSheet() {
  const sheet = document.getElementById("key-sheet");
  if (!sheet || sheet.open) return false;
  sheet.showModal();
  return true;
}

/** Where to go after a thread was closed: the next row of the list, or the one before. */
function nextThread() {
  const all = rows();
  const at = all.findIndex((row) => row.hasAttribute("aria-current"));
  return (all[at + 1] ?? all[at - 1] ?? all.find((_, index) => index !== at))?.href ?? "/desk";
}

// Where the reply that is on its way leads; one that was refused, or is sent as usual after that, leads nowhere.
let then = "";
let leaves = false;
function sendNext() {
  const form = reached("send")?.closest("form");
  if (!form?.reportValidity()) return false;
  leaves = true;
  form.requestSubmit();
  leaves = false;
  return true;
}

addEventListener("submit", ({ target }) => { if (target.id === "reply") then = leaves ? nextThread() : ""; }, { capture: true });
addEventListener("desk:answered", ({ detail: { told } }) => { if (told.problem || told.conflict) then = ""; });
addEventListener("desk:done", ({ detail: { form, more } }) => {
  if (!then || more || !(form.id === "reply" || form.dataset.mark === "close")) return;
  // What was sent is closed, if there is a way to; then the next one opens.
  if (form.id === "reply" && press("done")) return;
  location.assign(then);
});

const own = {
  next: () => move(1),
  previous: () => move(-1),
  help: openSheet,
  leave: () => closeOne() || leaveField(),
  "send-next": sendNext,
  search: () => press("search") || press("commands"),
  open: () => false,
  // Where the details are beside the thread already, one goes into them.
  details: () => press("details") || document.querySelector("#panel:not(:empty)")?.focus() === undefined,
};

function leaveField() {
  if (!document.activeElement?.matches(FIELDS)) return false;
  document.activeElement.blur();
  return true;
}

const named = (event) => {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const name = event.key.length === 1 && mod ? event.key.toUpperCase() : event.key;
  return `${mod ? "Mod+" : ""}${mod && event.shiftKey ? "Shift+" : ""}${name}`;
};

let first = "";
let waiting;
function spelled(name) {
  const whole = first ? `${first} ${name}` : name;
  clearTimeout(waiting);
  first = "";
  const found = table.find((key) => key.keys === whole);
  if (found || !table.some((key) => key.keys.startsWith(`${name} `))) return found;
  first = name;
  waiting = setTimeout(() => { first = ""; }, PATIENCE);
  return undefined;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = named(event);
  const writes = event.target.matches?.(FIELDS);
  const over = document.querySelector("dialog[open]");
  if (over || (event.ctrlKey || event.metaKey) !== name.startsWith("Mod+")) return;
  const single = !name.startsWith("Mod+") && name !== "Escape";
  if (single && (writes || off())) return;
  const key = single ? spelled(name) : table.find((one) => one.keys === name);
  if (!key || (key.scope === "composer" && !writes)) return;
  if (key.path ? (location.assign(key.path), true) : (own[key.action] ?? (() => press(key.action)))()) event.preventDefault();
});

// Hints: an element that a key reaches says so when it is pointed at or reached, whoever drew it.
function hint({ target }) {
  const one = target.closest?.("[data-key]");
  const key = one && labels.get(one.dataset.key.split(" ")[0]);
  if (!key || one.hasAttribute("aria-keyshortcuts")) return;
  one.setAttribute("aria-keyshortcuts", key.keys.replaceAll("Mod", mac ? "Meta" : "Control"));
  if (!one.title && !one.matches("textarea, input")) one.title = `${key.label} (${shown(key.keys)})`;
}
const shown = (keys) => keys.replaceAll("Mod", mac ? "⌘" : "Ctrl");
document.addEventListener("pointerover", hint, { passive: true });
document.addEventListener("focusin", hint);

document.addEventListener("click", ({ target }) => target.closest?.('[data-key~="help"]') && openSheet());
for (const one of document.querySelectorAll('.bar [data-key~="help"], .bar [data-key~="commands"]')) one.hidden = false;
if (mac) for (const one of document.querySelectorAll("kbd")) one.textContent = one.textContent.replace("Ctrl", "⌘");
