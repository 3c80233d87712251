// The simulator without reloads: a form is sent, and only what changed of the page is drawn anew. Beside the editor the
// same page stands in an aside, and the talk goes on there over every change of the draft.
import { besides } from "./simulator_beside.js";

const LOST = "That did not get through. Try again.";
const CARD = "This looks like a card number, which no page of staff takes.";
const REFUSED = 422;
const PARTS = ["write", "tools"];
const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

/** The simulator of a page that was fetched, and what it tells above its content. */
async function fetched(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { Accept: "text/html" } });
  if (new URL(answer.url).pathname.startsWith("/staff/sign-in")) location.assign(answer.url);
  if (answer.status === REFUSED) throw new Error(CARD);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const root = page.querySelector("[data-simulator]");
  if (!root) throw new Error(LOST);
  return { root, notice: page.querySelector("main > .notice") };
}

/** The newest line comes into sight. */
function toNewest(root) {
  const log = root.querySelector(".try-transcript");
  if (log) log.scrollTop = log.scrollHeight;
}

/** A line without what comes and goes: what can be tapped below it, which lists are open, and which line is the last. */
function lasting(line) {
  const copy = line.cloneNode(true);
  for (const chips of copy.querySelectorAll(".try-chips")) chips.remove();
  for (const list of copy.querySelectorAll("details")) list.removeAttribute("open");
  return copy.className + copy.innerHTML.replace(/\s+/g, "");
}

/** Bring the talk up to date: a live region tells lines that join, so lines that stand already are left alone. */
function follow(log, fresh) {
  const lines = [...log.children], wanted = [...fresh.children];
  const apart = wanted.findIndex((line, at) => !lines[at] || lasting(lines[at]) !== lasting(line));
  const kept = apart < 0 ? wanted.length : apart;
  for (const line of lines.slice(kept)) line.remove();
  lines.slice(0, kept).forEach((line, at) => {
    line.id = wanted[at].id;
    const chips = wanted[at].querySelectorAll(".try-chips");
    if (chips.length === line.querySelectorAll(".try-chips").length) return;
    // What could be tapped is gone once the talk moved on, and there again for who went back.
    if (chips.length) line.replaceChildren(...wanted[at].cloneNode(true).childNodes);
    else for (const old of line.querySelectorAll(".try-chips")) old.remove();
  });
  log.append(...wanted.slice(kept));
  log.lang = fresh.lang;
}

function redraw(root, fresh) {
  const open = new Map([...root.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const top = part(root, "tools").scrollTop;
  follow(root.querySelector(".try-transcript"), fresh.querySelector(".try-transcript"));
  root.querySelector(".try-taps-form [name=done]").value = fresh.dataset.done;
  for (const gone of ["broken", "hint"]) part(root, gone)?.remove();
  if (part(fresh, "broken")) root.prepend(part(fresh, "broken"));
  for (const name of PARTS) part(root, name).replaceWith(part(fresh, name));
  for (const one of root.querySelectorAll("details[id]")) one.open = open.get(one.id) ?? one.open;
  part(root, "tools").scrollTop = top;
}

function say(root, notice) {
  for (const old of root.closest("main, aside").querySelectorAll(":scope > .notice, [data-simulator] > .notice.told")) old.remove();
  if (!notice) return;
  notice.classList.add("told");
  root.prepend(notice);
}

/** How what has the cursor is found again after its part was drawn anew. */
function mark(one) {
  if (one.id) return `#${CSS.escape(one.id)}`;
  return one.name ? `[name="${CSS.escape(one.name)}"][value="${CSS.escape(one.value)}"]` : ".try-say textarea";
}

function draw(root, { root: fresh, notice }) {
  const focus = root.contains(document.activeElement) ? mark(document.activeElement) : "";
  const log = root.querySelector(".try-transcript"), next = fresh.querySelector(".try-transcript");
  const same = log && next && root.dataset.simulator === fresh.dataset.simulator && log.dataset.channel === next.dataset.channel;
  if (same) redraw(root, fresh);
  else root.replaceWith(fresh);
  const shown = same ? root : fresh;
  toNewest(shown);
  say(shown, notice);
  if (focus) (shown.querySelector(focus) ?? shown.querySelector(".try-say textarea"))?.focus({ preventScroll: true });
  return shown;
}

let busy = false;
async function send(root, form, button) {
  if (busy) return;
  busy = true;
  root.setAttribute("aria-busy", "true");
  const fields = new URLSearchParams(new FormData(form, button));
  // What is on its way is no longer in the field; when it does not arrive, it stands there again.
  const field = form.matches(".try-say") ? form.elements.text : null, words = field?.value;
  if (field) field.value = "";
  try {
    const page = await fetched(form.action, { method: "POST", body: fields });
    const again = page.root.querySelector(".try-say textarea");
    if (field && again && page.notice?.matches(".bad")) again.value = words;
    const shown = draw(root, page);
    if (!besides.kept(shown)) history.replaceState(null, "", shown.dataset.simulator);
  } catch (error) {
    if (field) field.value = words;
    const told = error.message === CARD ? CARD : LOST;
    say(root, Object.assign(document.createElement("p"), { className: "notice bad", role: "alert", textContent: told }));
  } finally {
    busy = false;
    for (const one of document.querySelectorAll("[data-simulator]")) one.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const root = event.target.closest("[data-simulator]");
  if (!root || event.defaultPrevented) return;
  event.preventDefault();
  send(root, event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".try-say textarea") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

toNewest(document);
besides.begin({ fetched, toNewest });
