// The desk's page: the queue and the open thread stay current, a reply goes out without leaving the page.
import { newId } from "./chat_outbox.js";
import { follow } from "./chat_stream.js";
import { clock } from "./chat_times.js";
import "./desk_panel.js";
import { offerSignIn, SIGNED_OUT } from "./staff_sign_in.js";
import { heard, tellConnection } from "./desk_connection_state.js";
import { listBy, showList } from "./desk_list.js";
import "./desk_notifications.js";
import "./desk_assign.js";
import { showPart, showWatching } from "./desk_composer.js";
import { showCount } from "./staff_counts.js";
import { tell as tellAges } from "./staff_times.js";
import { tellClocks } from "./due.js";

const { thread, live } = document.body.dataset;
const log = document.getElementById("log");
const scroll = document.querySelector(".scroll");
const news = document.getElementById("news");
const problem = document.getElementById("problem");
const reply = document.getElementById("reply");
const field = document.getElementById("reply-text");

// Whoever reads further up is left there.
let atEnd = true;
const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };

function tellTimes(root) {
  tellAges(root);
  for (const time of root.querySelectorAll("time[datetime]:empty")) {
    time.textContent = clock(new Date(time.dateTime));
  }
  for (const time of root.querySelectorAll("time.until")) {
    time.textContent = new Date(time.dateTime).toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }
  for (const time of document.querySelectorAll("time.ago")) {
    const minutes = Math.max(0, Math.floor((Date.now() - Number(time.dataset.since)) / 60000));
    time.textContent = minutes < 1 ? "now" : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
  }
}

function announce(text) {
  const told = document.createElement("p");
  told.textContent = text;
  news.replaceChildren(told);
}

/** Exchange a part of the page, keeping the focus where it was; an open menu in which somebody stands stays until they leave it. */
function swap(id, html) {
  const part = document.getElementById(id);
  if (!part) return;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.closest(".macro-menu[open]")) {
    held.set(id, html);
    return;
  }
  held.delete(id);
  const href = focused?.getAttribute("href");
  const words = named(focused);
  part.innerHTML = html;
  tellTimes(part);
  tellClocks(part);
  if (!focused) return;
  const again = [...part.querySelectorAll("a, button, summary, select, input")].find((one) => (href ? one.getAttribute("href") === href : named(one) === words));
  (again ?? field ?? part).focus();
}

const held = new Map();
const named = (one) => one?.getAttribute("aria-label") || one?.id || one?.textContent;
addEventListener("focusout", () => setTimeout(() => { for (const [id, html] of [...held]) swap(id, html); }));

function place(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const line = template.content.querySelector(".line");
  if (!line || !log) return;
  const older = document.getElementById(line.id);
  if (older) older.replaceWith(line);
  else {
    const row = Number(line.dataset.row);
    log.insertBefore(line, [...log.children].find((other) => Number(other.dataset.row) > row) ?? null);
    if (line.classList.contains("me")) document.getElementById("types").textContent = "";
    if (line.classList.contains("me")) announce(`${line.dataset.who}: ${line.dataset.said}`);
  }
  tellTimes(line);
  if (atEnd) toEnd();
}

// Who waits is a number that is the same on every page, whatever its list shows.
const counted = () => Number(document.querySelector("#views a[href$='view=unassigned'] .number")?.textContent ?? 0);
let waiting = counted();
listBy((html) => swap("queue", html));
function showViews(html) {
  swap("views", html);
  const now = counted();
  if (now > waiting) announce(`${now} waiting`);
  waiting = now;
}

function showHead(html) {
  const before = document.querySelector("[data-standing]")?.dataset.standing;
  swap("head", html);
  const { standing } = document.querySelector("[data-standing]").dataset;
  if (standing === before) return;
  tell("");
  announce(document.querySelector("#head p").textContent);
  const at = document.activeElement;
  if (standing === "mine" && (at === document.body || at?.closest("#head"))) field.focus();
}

/** Whether the focus is where it was when a form was sent: whoever has gone on elsewhere since is left there. */
function hasStayed(form, from) {
  const at = document.activeElement;
  if (at === from || form.contains(at) || !from?.isConnected) return true;
  // A button that is pressed loses the focus while it is at work; whoever leaves a field means to go.
  return at === document.body && from.matches("button");
}

/** Say what went wrong: beside the button that was pressed, where its part of the page has a place for that. */
function tell(sentence, beside = false) {
  const place = (beside && document.querySelector(".head .told")) || problem;
  for (const one of [problem, place]) {
    one.textContent = one === place ? sentence : "";
    one.hidden = !one.textContent;
  }
}

async function post(form, by, fields) {
  const path = by?.hasAttribute("formaction") ? by.formAction : form.action;
  try {
    const answer = await fetch(path, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    const beside = Boolean(form.closest(".head"));
    if (told.head) showHead(told.head);
    tell(told.problem, beside);
    dispatchEvent(new CustomEvent("desk:answered", { detail: { form, told } }));
    if (told.sign_in) offerSignIn(problem, told.sign_in);
    return answer.ok;
  } catch {
    const told = { problem: "That did not get through. Check the connection and try again." };
    tell(told.problem);
    dispatchEvent(new CustomEvent("desk:answered", { detail: { form, told } }));
    return false;
  }
}

async function act(form, by, { text, from = document.activeElement } = {}) {
  const button = form === reply ? null : by ?? form.querySelector("button");
  const fields = new URLSearchParams(new FormData(form, by?.isConnected ? by : null));
  if (text !== undefined) fields.set("text", text);
  if (button) button.disabled = true;
  const done = await post(form, by, fields);
  if (button) button.disabled = false;
  if (!done) return false;
  if (form === reply) reply.elements.client_id.value = newId();
  const stayed = hasStayed(form, from);
  if (stayed) field?.focus();
  dispatchEvent(new CustomEvent("desk:done", { detail: { form, fields, stayed, more: queued > 1 } }));
  return true;
}

// One reply after the other: what is typed and sent while another is on its way is the next one, and comes only if that went well.
let sending = Promise.resolve(true);
let queued = 0;
let given = "";

function send(by) {
  const from = document.activeElement;
  const whole = field.value;
  const text = queued && whole.startsWith(given) ? whole.slice(given.length) : whole;
  if (queued && !text.trim()) return;
  given = whole;
  queued += 1;
  sending = sending.then(async (well) => {
    const done = well && await act(reply, by, { text, from });
    queued -= 1;
    if (done && given.startsWith(text)) given = given.slice(text.length);
    return queued ? done : true;
  });
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (!thread || !form.action.includes("/desk/t/")) return;
  event.preventDefault();
  if (form === reply) send(event.submitter);
  else act(form, event.submitter);
});

field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    reply.requestSubmit();
  }
});

if (scroll) {
  scroll.addEventListener("scroll", () => { atEnd = scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 80; }, { passive: true });
  new ResizeObserver(() => atEnd && toEnd()).observe(scroll);
}
tellTimes(document);
setInterval(() => tellTimes(document), 30000);
let told = 0;
field?.addEventListener("input", () => {
  if (!field.value || Date.now() - told < 3000) return;
  told = Date.now();
  fetch(`${reply.action.replace(/reply$/, "typing")}`, { method: "POST" }).catch(() => {});
});

let quiet;
function showTyping() {
  const sign = document.getElementById("types");
  if (!sign) return;
  clearTimeout(quiet);
  if (!sign.textContent) sign.textContent = "The traveller is typing…";
  quiet = setTimeout(() => { sign.textContent = ""; }, 5000);
}

// A session that is over takes nothing of what was written along.
let over = false;
function showOver() {
  if (!problem) return location.reload();
  over = true;
  tell(SIGNED_OUT);
  offerSignIn(problem, "/staff/sign-in");
  return false;
}

// Every other part is exchanged as it is.
const known = { way: (html) => showPart("way", html), templates: (html) => showPart("templates", html), watching: showWatching, line: place, queue: showList, views: showViews, head: showHead, typing: showTyping, over: showOver, "approvals-count": showCount };
const shown = new Proxy(known, { get: (parts, name) => (html) => { heard(); return (parts[name] ?? ((part) => swap(name, part)))(html); } });
const address = new URLSearchParams(location.search);
address.set("thread", thread);
address.set("own", "");
const line = follow(live, shown, (connection) => {
  if (over && connection === "live") tell("");
  over &&= connection !== "live";
  tellConnection(connection);
}, { path: `/desk/live?${address}` });
// A network that was away may leave a stream that looks open and is dead.
addEventListener("online", () => { line.pause(); line.resume(); });
