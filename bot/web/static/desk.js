// The desk's page: the queue and the open thread stay current, a reply goes out without leaving the page.
import { newId } from "./chat_outbox.js";
import { follow } from "./chat_stream.js";
import { clock } from "./chat_times.js";

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

/** Exchange a part of the page, keeping the focus where it was. */
function swap(id, html) {
  const part = document.getElementById(id);
  if (!part) return;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const href = focused?.getAttribute("href");
  const words = focused?.textContent;
  part.innerHTML = html;
  tellTimes(part);
  if (!focused) return;
  const again = [...part.querySelectorAll("a, button")].find((one) => (href ? one.getAttribute("href") === href : one.textContent === words));
  (again ?? field ?? part).focus();
}

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

let waiting = document.querySelectorAll("#queue .row:not(.mine)").length;
function showQueue(html) {
  swap("queue", html);
  const now = document.querySelectorAll("#queue .row:not(.mine)").length;
  if (now > waiting) announce(`${now} waiting`);
  document.title = document.title.replace(/^(\(\d+\) )?/, now ? `(${now}) ` : "");
  waiting = now;
}

function showHead(html) {
  const before = document.querySelector("[data-standing]")?.dataset.standing;
  swap("head", html);
  const { standing } = document.querySelector("[data-standing]").dataset;
  if (standing === before) return;
  tell("");
  announce(document.querySelector("#head p").textContent);
  if (standing === "mine") field.focus();
}

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

async function post(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
    const told = await answer.json();
    tell(told.problem);
    return answer.ok;
  } catch {
    tell("That did not get through. Check the connection and try again.");
    return false;
  }
}

addEventListener("submit", async (event) => {
  const form = event.target;
  if (!thread || !form.action.includes("/desk/t/")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const done = await post(form);
  button.disabled = false;
  if (!done) return;
  if (form === reply) {
    reply.reset();
    reply.elements.client_id.value = newId();
  }
  field?.focus();
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

follow(live, { line: place, queue: showQueue, head: showHead, typing: showTyping }, (connection) => {
  document.getElementById("connection").textContent = connection === "live" ? "Live" : "Reconnecting…";
}, { path: `/desk/live?thread=${encodeURIComponent(thread)}` });
