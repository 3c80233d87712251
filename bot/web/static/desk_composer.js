// The composer: the draft is kept, the page says how far it has seen, windows count down, colleagues see who writes.
const { thread } = document.body.dataset;
const reply = document.getElementById("reply");
const field = document.getElementById("reply-text");
const log = document.getElementById("log");
const kept = document.getElementById("kept");
const conflict = document.getElementById("conflict");
const about = document.getElementById("about");
const address = `/desk/t/${thread}`;
const SAVE_AFTER = 2000;

const post = (path, fields, options = {}) => fetch(`${address}/${path}`, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, ...options });

// The draft. What no server took stays in this tab, for the same person alone.
const spare = `threadfare draft ${thread} ${reply?.dataset.person}`;
let timer;
let unsaved = false;

async function save({ leaving = false } = {}) {
  clearTimeout(timer);
  timer = undefined;
  if (!unsaved) return;
  unsaved = false;
  const fields = { text: field.value, about: reply.elements.about.value, client_id: reply.elements.client_id.value };
  sessionStorage.setItem(spare, field.value);
  try {
    const answer = await post("draft", fields, { keepalive: leaving });
    if (!answer.ok) throw new Error(`${answer.status}`);
    if (!unsaved) sessionStorage.removeItem(spare);
    kept.textContent = field.value ? "Draft kept." : "";
  } catch {
    kept.textContent = "The draft is kept in this tab alone.";
  }
}

function changed() {
  unsaved = true;
  kept.textContent = "";
  timer ??= setTimeout(save, SAVE_AFTER);
}

function point(row, words) {
  reply.elements.about.value = row || "";
  about.querySelector("q").textContent = words;
  about.hidden = !row;
}

function answerTo(line) {
  point(line.dataset.row, line.dataset.said ?? "");
  changed();
  field.focus();
}

// How far the page has seen the talk.
const newest = () => Math.max(Number(reply.elements.seen.value), ...[...log.querySelectorAll(".line")].map((line) => Number(line.dataset.row)));

// A window that ends is drawn anew; what stands in fields of templates stays.
export function showPart(id, html) {
  const part = document.getElementById(id);
  if (!part) return;
  const typed = new Map([...part.querySelectorAll("input:not([type=hidden])")].map((one) => [`${one.form.dataset.template} ${one.name}`, one.value]));
  const { activeElement } = document;
  const at = part.contains(activeElement) && activeElement.form ? `${activeElement.form.dataset.template} ${activeElement.name}` : "";
  part.innerHTML = html;
  for (const one of part.querySelectorAll("input:not([type=hidden])")) {
    const name = `${one.form.dataset.template} ${one.name}`;
    one.value = typed.get(name) ?? "";
    preview(one);
    if (name === at) one.focus();
  }
  tellLeft();
}

function preview(input) {
  for (const value of input.form?.querySelectorAll(`[data-value="${input.name}"]`) ?? []) value.textContent = input.value || input.name;
}

let asked = 0;
async function askAnew() {
  if (Date.now() - asked < 15000) return;
  asked = Date.now();
  try {
    const answer = await fetch(`${address}/composer`, { headers: { Accept: "application/json" } });
    if (answer.ok) for (const [name, html] of (await answer.json()).parts) showPart(name, html);
  } catch {
    // The next second asks again.
  }
}

function tellLeft() {
  for (const time of document.querySelectorAll("#way time.left")) {
    const seconds = Math.ceil((Date.parse(time.dateTime) - Date.now()) / 1000);
    const minutes = Math.floor(Math.abs(seconds) / 60);
    time.textContent = seconds <= 0 ? "over" : minutes >= 120 ? `${Math.floor(minutes / 60)} h left` : minutes ? `${minutes} min left` : `${seconds} s left`;
    if (seconds <= 0) askAnew();
  }
  for (const time of document.querySelectorAll("#way time.until")) {
    time.textContent = new Date(time.dateTime).toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }
}

// Who else is here: each page says so every few seconds, and who is silent for longer is gone.
const place = document.getElementById("watchers");
const SAY_EVERY = Number(place?.dataset.every) * 1000;
const GONE_AFTER = Number(place?.dataset.gone) * 1000;
const others = new Map();
let wrote = 0;
let said = 0;

function tellColleagues(does, options) {
  said = Date.now();
  post("here", { does }, options).catch(() => {});
}
const doing = () => (Date.now() - wrote < SAY_EVERY ? "writes" : "views");

function showOthers() {
  for (const [who, one] of others) if (Date.now() - one.at > GONE_AFTER) others.delete(who);
  const text = [...others.values()].map((one) => `${one.name} is ${one.does === "writes" ? "writing" : "viewing"}`).join(" · ");
  if (place && place.textContent !== text) place.textContent = text;
}

export function showWatching(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const one = template.content.firstElementChild;
  const { who, does } = one.dataset;
  if (does === "left") others.delete(who);
  else others.set(who, { name: one.textContent, does, at: Date.now() });
  if (does === "came" && !document.hidden) setTimeout(() => tellColleagues(doing()), Math.random() * 500);
  showOthers();
}

if (reply) {
  field.addEventListener("input", () => {
    changed();
    wrote = Date.now();
    if (wrote - said > SAY_EVERY / 2) tellColleagues("writes");
  });
  field.addEventListener("blur", () => save());
  addEventListener("pagehide", () => {
    save({ leaving: true });
    tellColleagues("left", { keepalive: true });
  });
  reply.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
    unsaved = false;
  }, { capture: true });
  addEventListener("desk:answered", ({ detail: { form, told } }) => {
    if (form !== reply) return;
    conflict.innerHTML = told.conflict ?? "";
    if (told.notice) kept.textContent = told.notice;
    if (told.conflict || told.problem) unsaved = true;
  });
  addEventListener("desk:done", ({ detail: { form, fields } }) => {
    if (form.classList.contains("once-more")) form.replaceWith("Sent once more, see below");
    if (form !== reply) return;
    point("", "");
    sessionStorage.removeItem(spare);
    // What was typed while it was on its way is the beginning of the next one.
    const sent = fields.get("text");
    if (field.value.startsWith(sent)) field.value = field.value.slice(sent.length);
    if (field.value) changed();
  });
  about.querySelector("[data-drop]").addEventListener("click", (event) => {
    event.preventDefault();
    point("", "");
    changed();
    field.focus();
  });
  log.addEventListener("click", (event) => {
    const link = event.target.closest("a.answer");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answerTo(link.closest(".line"));
  });
  document.querySelector("[data-newest]").addEventListener("click", (event) => {
    const line = [...log.querySelectorAll(".line.me")].at(-1);
    if (!line) return;
    event.preventDefault();
    answerTo(line);
  });
  document.getElementById("templates").addEventListener("input", ({ target }) => preview(target));
  new MutationObserver(() => {
    reply.elements.seen.value = newest();
    document.querySelector("[data-newest]").hidden = !log.querySelector(".line.me");
  }).observe(log, { childList: true });
  const lost = sessionStorage.getItem(spare);
  if (lost) {
    field.value = lost;
    changed();
  }
  document.addEventListener("visibilitychange", () => tellColleagues(document.hidden ? "left" : "came"));
  tellColleagues("came");
  setInterval(() => { if (!document.hidden && Date.now() - said >= SAY_EVERY) tellColleagues(doing()); showOthers(); }, 1000);
  tellLeft();
  setInterval(tellLeft, 1000);
}
