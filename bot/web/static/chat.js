// The chat: sends what is written or tapped, shows what comes, tells it to screen readers once.
import { Outbox, newId } from "./chat_outbox.js";
import { call, framed, kept, keep, keepNothing, openTalk } from "./chat_session.js";
import { follow } from "./chat_stream.js";
import { tellDays, tellTimes } from "./chat_times.js";
import { hideAgent, showAgent, showPlace, tellTyping } from "./chat_person.js";
import { hasCardNumber, withoutCardNumbers } from "./card_numbers.js";

// Fetched when they are wanted, so that the first page stays small.
/** A part that is fetched when it is wanted; one that is held up in a tunnel is asked for until it comes. */
const part = (load) => () => load().catch(() => new Promise((later) => { setTimeout(later, 2000); }).then(part(load)));
const panel = framed ? part(() => import("./chat_panel.js"))() : undefined;
const forms = part(() => import("./chat_forms.js"));
const reading = part(() => import("./chat_reading.js"));

const words = document.body.dataset;
const log = document.getElementById("log");
const news = document.getElementById("news");
const composer = document.getElementById("composer");
const field = document.getElementById("text");
const typing = document.getElementById("typing");
const jump = document.getElementById("jump");
const offline = document.getElementById("offline");
const trouble = document.getElementById("trouble");
const LONGEST = 2000;
const DOTS = 1200;
let dots;

const nearEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });
const top = document.querySelector(".top");
const dock = document.querySelector(".dock");

/** What is sticky covers neither what is scrolled to nor what has the focus (WCAG 2.4.11). */
function keepClear() {
  const { style } = document.documentElement;
  style.setProperty("--above", `${top.offsetHeight}px`);
  style.setProperty("--below", `${dock.offsetHeight}px`);
}

/** Show the newest line, or the beginning of a high one, unless somebody reads further up. */
function settle(wasNearEnd, line) {
  if (wasNearEnd) toEnd();
  if (wasNearEnd && line && line.getBoundingClientRect().top < top.offsetHeight) line.scrollIntoView({ block: "start" });
  jump.hidden = wasNearEnd || nearEnd();
}

/** Tell a screen reader who said what, once and in order; history is never told. */
const untold = [];
function announce(who, said, { lang = document.documentElement.lang, row = Infinity } = {}) {
  const told = document.createElement("p");
  told.textContent = `${who}: ${said}`;
  told.lang = lang;
  if (!untold.length) setTimeout(tellNews, 250);
  untold.push({ row, told });
}

/** What comes at once is told in the order in which it was said, however it came. */
function tellNews() {
  untold.sort((one, other) => one.row - other.row);
  news.append(...untold.splice(0).map(({ told }) => told));
  while (news.children.length > 8) news.firstElementChild.remove();
}

function dress(root) {
  tellTimes(log);
  tellDays(root);
  const asked = [...root.querySelectorAll(".fields")];
  if (asked.length) forms().then(({ restore }) => asked.forEach(restore));
  // Cards grow when their buttons come: whoever was at the end stays there, and nothing slips below the dock.
  if (root.querySelector(".cards, [data-print]")) reading().then(({ arrange }) => { const end = nearEnd(); arrange(root); if (end) toEnd(); });
}

function showTyping(yes) {
  clearTimeout(dots);
  if (typing.dataset.name) return;
  typing.hidden = !yes;
  if (yes) dots = setTimeout(() => { typing.hidden = true; }, DOTS);
}

/** Whether a line stands there as it is: told again, it stays in the hands of who fills in its form. */
const isSame = (older, line) => older?.dataset.row && older.dataset.said === line.dataset.said
  && older.classList.contains("failed") === line.classList.contains("failed");

/** Put a line from the server where it belongs: instead of its older form, or in its order. */
function place(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const line = template.content.querySelector(".line");
  if (!line) return;
  const end = following || nearEnd();
  const older = document.getElementById(line.id) ?? log.querySelector(`.pending[data-id$="${CSS.escape(clientOf(line))}"]`);
  const mine = line.classList.contains("me");
  if (isSame(older, line)) return;
  if (older) older.replaceWith(line);
  else {
    const row = Number(line.dataset.row);
    const later = [...log.querySelectorAll(".line[data-row]")].find((other) => Number(other.dataset.row) > row);
    line.classList.add("fresh");
    log.insertBefore(line, later ?? log.querySelector(".pending"));
    if (!mine) announce(line.dataset.who, line.dataset.said, { lang: line.lang, row: Number(line.dataset.row) });
  }
  dress(line);
  if (!mine) showTyping(false);
  if (line.classList.contains("agent")) hideAgent();
  settle(end, mine ? null : line);
  const form = line.querySelector(".fields");
  if (form && goesOn) forms().then(({ enter }) => goesOn && enter(form));
  // A form that was answered elsewhere goes; whoever stood in it goes on in the field.
  if (document.activeElement.closest(".fields")?.checkVisibility() === false) field.focus({ preventScroll: true });
}

// Whoever tapped goes on in the form that answers it, and whoever sent anything is led to its answer, unless they
// have begun something else since.
let goesOn = false;
let following = false;
let touched = false;
function begin(event) {
  goesOn = following = false;
  touched = event.pointerType === "touch";
}
for (const act of ["keydown", "input", "pointerdown", "wheel"]) addEventListener(act, begin, { capture: true, passive: true });

/** After a tap the field is at hand; a telephone's keyboard would only cover what comes. */
function answered(message) {
  say(message);
  goesOn = !touched;
  if (!touched) field.focus({ preventScroll: true });
}

/** Of two clicks the first closes the form. */
function fill(form, read) {
  const filled = form.checkVisibility() && read(form);
  if (filled) answered(filled);
}

const clientOf = (line) => line.dataset.id.replace(/^.*[^a-z]/, "") || "none";

const pending = (message) => log.querySelector(`.pending[data-id="${message.client_id}"]`);

const outbox = new Outbox({
  /** Whether the talk shows it already, as after a reload in the middle of sending. */
  isThere: (message) => Boolean(log.querySelector(`.line[data-row][data-id$=":${CSS.escape(message.client_id)}"]`)),
  show(message) {
    const line = document.createElement("div");
    line.className = "line me pending fresh";
    line.dataset.id = message.client_id;
    line.innerHTML = '<p class="who small"><span></span></p><p class="bubble" dir="auto"></p><p class="fate small"><span></span><button type="button" hidden></button></p>';
    line.querySelector(".who span").textContent = words.you;
    line.querySelector(".bubble").textContent = message.title || message.text;
    line.querySelector("button").textContent = words.retry;
    line.querySelector("button").addEventListener("click", () => outbox.retry(message));
    log.append(line);
    following = true;
    toEnd();
  },
  /** A card number was refused: it is not kept here either. */
  refused(message) {
    for (const part of ["text", "title"]) message[part] = withoutCardNumbers(message[part]);
    message.values = {};
    const line = pending(message);
    if (line) line.querySelector(".bubble").textContent = message.title || message.text;
    return words.card;
  },
  tell(message, state, problem) {
    const line = pending(message);
    if (!line) return;
    line.querySelector(".fate span").textContent = problem || words[state];
    line.querySelector(".fate button").hidden = state !== "unsent" || Boolean(problem);
    if (state === "unsent") announce(words.you, problem || words.unsent);
    // What never goes out is part of the past: what follows stands below it.
    if (problem) line.classList.replace("pending", "refused");
  },
  /** Dots promise an answer only when the bot has the thread and has not answered yet. */
  taken: (message, told) => showTyping(told.bot && pending(message) === log.lastElementChild),
});

function say(message) {
  outbox.add({ client_id: newId(), text: "", payload: "", title: "", ...message });
}

function complain(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
}

/** A card number goes nowhere, not even into this browser's memory; what is too long is kept. */
function compose() {
  const text = field.value.trim();
  complain(text.length > LONGEST ? words.tooLong : hasCardNumber(text) ? words.card : "");
  if (text.length > LONGEST) return;
  if (text && !hasCardNumber(text)) say({ text });
  composer.reset();
  remember();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("plain" in form.dataset) return framed ? undefined : keepNothing();
  event.preventDefault();
  if (form === composer) return compose();
  if (form.matches(".fields")) return forms().then(({ read }) => fill(form, read));
  const tapped = event.submitter;
  if (tapped?.name === "text") answered({ text: tapped.value });
  else if (tapped?.name === "tap") {
    const [payload, title] = tapped.value.split("\n");
    answered({ payload, title });
  }
  return undefined;
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

document.querySelector(".always a").onclick = (event) => {
  event.preventDefault();
  import("./chat_files.js").then(({ attach }) => attach());
};

// A draft outlives a reload.
const remember = () => keep("draft", hasCardNumber(field.value) ? "" : field.value);
field.addEventListener("input", () => { remember(); complain(""); tellTyping(log); });
field.removeAttribute("maxlength");
field.value ||= kept("draft");

const connected = () => {
  offline.hidden = navigator.onLine;
  outbox.flush();
};
addEventListener("online", connected);
addEventListener("offline", connected);
addEventListener("scroll", () => { jump.hidden = jump.hidden || nearEnd(); }, { passive: true });
addEventListener("resize", () => { keepClear(); dress(document); });
jump.addEventListener("click", () => { toEnd(); field.focus({ preventScroll: true }); });

keepClear();
new ResizeObserver(keepClear).observe(dock);
const tellConnection = (connection, problem) => {
  document.getElementById("connection").textContent = connection === "live" ? "" : problem || words.reconnecting;
};
if (words.before) location.replace("/chat");
const talk = await openTalk(log, tellConnection);
showPlace(talk.place);
if (talk.earlier) reading().then(({ showEarlier }) => showEarlier(talk.earlier, log, dress));
dress(document);
connected();
outbox.restore();
toEnd();
// Armed only now: what was there before is history and is not told.
news.setAttribute("role", "log");
const rows = () => [...log.querySelectorAll("[data-row]")];
const erased = () => rows().forEach((line) => line.remove());
const stream = follow(talk.live, { line: place, place: showPlace, typing: showAgent, erased }, tellConnection, {
  call,
  missed: () => Math.max(0, ...rows().map((line) => Number(line.dataset.row))),
});
if (words.ref) import("./chat_link.js").then(({ open }) => open(words.ref));
panel?.then(({ attend }) => attend(stream, { log, field, talk }));
