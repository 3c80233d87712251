// The form of a step: rows come and go in place, previews follow what is typed, and nothing typed is lost by leaving.
import "./flow_news.js";

const form = document.getElementById("step-form");
const previews = document.getElementById("previews");
const news = document.getElementById("editor-news");
const PATIENCE = 250;
/** How long somebody may go on choosing by letters or arrows in a list before its fields are drawn. */
const CHOOSING = 900;
const GONE = "This did not reach the server. Try again.";
let isTouched = false;
let waiting;
let choosing;
let looking;
let turn = Promise.resolve();
/** The field that was left by Tab before the fields that follow from it were drawn. */
let left = "";

const values = () => new Map([...form.elements].filter((one) => one.name && !/^(hidden|checkbox|submit)$/.test(one.type)).map((one) => [one.name, one.value]));

/** What the server makes of the form as it is: the form again, or the previews. */
async function ask(part, act, signal) {
  const body = new URLSearchParams(new FormData(form));
  body.set("act", act);
  const headers = { "X-Part": part };
  const answer = await fetch(form.action, { method: "POST", body, headers, signal, redirect: "error" });
  if (!answer.ok && answer.status !== 400) throw new Error(String(answer.status));
  return answer.text();
}

/** Fields and buttons of the form by what stays the same when it is drawn again. */
const mark = (one) => (one?.name ? `[name="${CSS.escape(one.name)}"]${one.matches("button, [type=checkbox]") ? `[value="${CSS.escape(one.value)}"]` : ""}` : "");

function focusAfter(act, before) {
  const [verb, path] = act.split(/ (.*)/);
  if (verb === "add" || verb === "group") {
    const rows = [...form.querySelectorAll(`[name^="${CSS.escape(path)}."]:not([type="hidden"])`)];
    const last = Math.max(...rows.map((one) => Number(one.name.slice(path.length + 1).split(".")[0])));
    const first = rows.find((one) => Number(one.name.slice(path.length + 1).split(".")[0]) === last);
    if (first) return first.focus();
  }
  const same = before && form.querySelector(before);
  (same ?? form.querySelector("#step-title"))?.focus();
}

/** The first field after that one: it may be new, and whoever has tabbed on has not seen it. */
function goOn(from) {
  const all = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  (all[all.indexOf(form.querySelector(from)) + 1] ?? form.querySelector("#step-title")).focus();
}

const words = { add: "Added.", group: "Added.", remove: "Removed.", up: "Moved up.", down: "Moved down.", lang: "Other language." };

/** Draw the form again after an act, one act after the other. */
function redraw(act, before) {
  clearTimeout(waiting);
  clearTimeout(choosing);
  choosing = undefined;
  turn = turn.then(() => draw(act, before));
}

/** A choice that the new form does not have is left to it. */
function putBack(field, value) {
  if (field && (!field.options || [...field.options].some((one) => one.value === value))) field.value = value;
}

/** What was typed while the answer was on its way is put back into the new form. */
async function draw(act, before) {
  const sent = values();
  try {
    const html = await ask("form", act);
    const typed = [...values()].filter(([name, value]) => sent.has(name) && sent.get(name) !== value);
    const at = before ?? (form.contains(document.activeElement) ? mark(document.activeElement) : null);
    form.innerHTML = html;
    for (const [name, value] of typed) putBack(form.elements[name], value);
    if (left && at !== null) goOn(left);
    else if (at !== null) focusAfter(act, at);
    left = "";
    news.textContent = words[act.split(" ")[0]] ?? "";
  } catch {
    news.textContent = GONE;
  }
  look();
}

async function look() {
  looking?.abort();
  looking = new AbortController();
  try {
    const shown = await ask("previews", "refresh", looking.signal);
    const top = previews.scrollTop;
    previews.innerHTML = shown;
    previews.scrollTop = top;
  } catch (error) {
    if (error.name !== "AbortError") news.textContent = GONE;
  }
}

function later() {
  clearTimeout(choosing);
  choosing = setTimeout(redraw, CHOOSING, "refresh");
}

function wire() {
  document.documentElement.dataset.script = "on";
  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="act"]');
    if (!button || button.value === "save") return;
    event.preventDefault();
    if (!/^(lang|refresh)/.test(button.value)) isTouched = true;
    redraw(button.value, mark(button));
  });
  form.addEventListener("change", (event) => {
    isTouched = true;
    if (!event.target.matches("[data-refresh]")) return;
    later();
  });
  form.addEventListener("keydown", ({ key, shiftKey, target }) => {
    left = key === "Tab" && !shiftKey && choosing && target.matches("[data-refresh]") ? mark(target) : "";
    if (choosing) later();
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    // A button that is about to be pressed must still be there when the finger is lifted.
    if (choosing && !relatedTarget?.matches("button")) setTimeout(() => choosing && redraw("refresh"));
  });
  form.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(waiting);
    waiting = setTimeout(look, PATIENCE);
  });
  form.addEventListener("submit", () => { isTouched = false; });
  addEventListener("beforeunload", (event) => { if (isTouched) event.preventDefault(); });
}

if (form?.dataset.may) wire();
document.querySelector(".outline [aria-current]")?.scrollIntoView({ block: "nearest" });
