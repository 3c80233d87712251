// Ready replies: a slash opens the list, a choice goes in at the caret, and gaps are filled one after the other.
import { newId } from "./chat_outbox.js";
import { complete } from "./desk_complete.js";

const GAP = /\[\[[^[\]\n]{1,60}\]\]/g;
const field = document.getElementById("reply-text");
const list = document.getElementById("canned-list");
const form = document.getElementById("canned-form");
const problem = document.getElementById("problem");
let loaded;

/** Select the first gap from a place on; whether there is one. */
function select(from) {
  const gap = [...field.value.matchAll(GAP)].find((found) => found.index >= from);
  if (!gap) return false;
  field.focus();
  field.setSelectionRange(gap.index, gap.index + gap[0].length);
  return true;
}

function load() {
  loaded ??= fetch(list.dataset.from).then((answer) => (answer.ok ? answer.text() : "")).then((html) => {
    list.innerHTML = html;
  }).catch(() => { loaded = undefined; });
  return loaded;
}

// Files of replies that were put in go out after the reply itself; with an emptied field nothing goes along.
let along = [];
const state = document.querySelector("[data-file-state]");
const count = () => along.reduce((sum, one) => sum + one.files, 0);

function tellAlong() {
  if (state) state.textContent = along.length ? `${count()} file${count() === 1 ? "" : "s"} will go along with the reply.` : "";
}

async function sendFiles(ids) {
  for (const id of ids) {
    const fields = new URLSearchParams({ canned: id, client_id: newId() });
    try {
      const answer = await fetch(form.querySelector("[data-files]").formAction, { method: "POST", body: fields, headers: { Accept: "application/json" }, keepalive: true });
      const told = await answer.json();
      problem.textContent = told.problem;
    } catch {
      problem.textContent = "The files did not get through. Attach them once more.";
    }
    problem.hidden = !problem.textContent;
  }
}

function picked(option, at) {
  select(at);
  const files = Number(option.dataset.files ?? 0);
  if (files) along.push({ id: option.dataset.id, files });
  tellAlong();
}

addEventListener("desk:done", ({ detail }) => {
  if (detail.form.id !== "reply" || !along.length) return;
  const ids = along.map((one) => one.id);
  along = [];
  tellAlong();
  sendFiles(ids);
});
field?.addEventListener("input", () => {
  if (field.value || !along.length) return;
  along = [];
  tellAlong();
});

if (field && list) {
  complete(field, list, { trigger: "/", picked, load });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.submitter?.dataset.files !== undefined) return void sendFiles([form.elements.canned.value]);
    await load();
    const option = [...list.querySelectorAll("[role=option]")].find((one) => one.dataset.id === form.elements.canned.value);
    if (!option) return;
    const at = field.selectionStart;
    field.setRangeText(option.dataset.insert, at, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    picked(option, at);
  });
  // Tab goes from gap to gap; after the last it leaves the field as it always does.
  field.addEventListener("keydown", (event) => {
    const inGap = new RegExp(`^${GAP.source}$`).test(field.value.slice(field.selectionStart, field.selectionEnd));
    if (event.key === "Tab" && !event.shiftKey && list.hidden && select(inGap ? field.selectionEnd : field.selectionStart)) event.preventDefault();
  });
}

// The server refuses a reply with a gap; here it is said before anything is sent, and the gap is shown.
addEventListener("submit", (event) => {
  if (event.target.id !== "reply" || !select(0)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  problem.textContent = `Fill in ${field.value.slice(field.selectionStart, field.selectionEnd)} before you send this.`;
  problem.hidden = false;
}, { capture: true });
