// Files for the traveller: chosen, dropped on the thread or pasted into the reply; each goes out as a message of its own.
import { newId } from "./chat_outbox.js";
import { offerSignIn } from "./staff_sign_in.js";

const form = document.getElementById("file-form");
const field = document.getElementById("reply-text");
const pane = document.getElementById("main");
const problem = document.getElementById("problem");
const state = form?.querySelector("[data-file-state]");
const mine = () => document.querySelector('[data-standing="mine"]');

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

/** The id under which a file is taken once: one whose answer was lost keeps it when it is sent again. */
const ids = new WeakMap();
function idOf(file) {
  if (!ids.has(file)) ids.set(file, newId());
  return ids.get(file);
}

/** Sends one file; whether it was taken. */
async function send(file) {
  const fields = new FormData();
  fields.set("client_id", idOf(file));
  fields.set("file", file);
  state.textContent = `${file.name} is being sent…`;
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    tell(told.problem);
    if (told.sign_in) offerSignIn(problem, told.sign_in);
    state.textContent = answer.ok ? `${file.name} was sent.` : "";
    ids.delete(file);
    return answer.ok;
  } catch {
    tell("The file did not get through. Check the connection and try again.");
    state.textContent = "";
    return false;
  }
}

async function sendAll(files) {
  for (const file of files) if (!(await send(file))) return false;
  return true;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const button = form.querySelector("button");
  button.disabled = true;
  if (await sendAll(form.elements.file.files)) form.reset();
  button.disabled = false;
  button.focus();
});

field?.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (!files.length) return;
  event.preventDefault();
  sendAll(files);
});

const carries = (event) => mine() && [...event.dataTransfer.types].includes("Files");
if (form) {
  pane.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    pane.classList.add("drops");
  });
  pane.addEventListener("dragleave", (event) => pane.contains(event.relatedTarget) || pane.classList.remove("drops"));
  pane.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    pane.classList.remove("drops");
    sendAll([...event.dataTransfer.files]);
  });
}
