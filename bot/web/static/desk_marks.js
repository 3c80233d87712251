// What is put on a thread shows at once, before the server has said yes; a note offers to undo it for six seconds.
import { toast } from "./staff_toasts.js";
import { offerSignIn } from "./staff_sign_in.js";

const marks = document.getElementById("marks");
const problem = document.getElementById("problem");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll('[data-thread-marks] input[name="zone"]')) field.value = zone;
for (const told of document.querySelectorAll("[data-thread-marks] [data-zone]")) told.textContent = zone;

function chip(text) {
  const made = document.createElement("span");
  made.className = "mark-label pending";
  made.textContent = text;
  const row = marks.querySelector(".marks") ?? marks;
  row.append(made);
  return () => made.remove();
}

function hide(one) {
  one.hidden = true;
  return () => { one.hidden = false; };
}

/** What a mark looks like until the page is told by the server; gives what takes that back. */
const shown = {
  label: (form) => chip(form.elements.label.value.trim()),
  unlabel: (form) => hide(form.closest(".mark-form")),
  priority: (_, button) => chip(`Priority ${button.textContent.toLowerCase()}`),
  snooze: () => chip("Snoozed"),
  wake: (form) => hide(form.closest(".mark-form")),
  close: () => chip("Closed"),
};

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

async function post(path, fields) {
  try {
    const answer = await fetch(path, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    return { ...told, done: answer.ok };
  } catch {
    return { done: false, problem: "That did not get through. Check the connection and try again." };
  }
}

async function undo(form, token) {
  const { problem: why } = await post(form.action.replace(/\/\w+$/, "/undo"), new URLSearchParams({ undo: token }));
  toast(why || "Undone.");
}

function shut(form) {
  const around = form.closest("details");
  if (!around) return;
  around.open = false;
  around.querySelector("summary").focus();
}

// Before the page's own handler: these forms know how to be undone.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.mark) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  const fields = new URLSearchParams(new FormData(form, button ?? undefined));
  const back = shown[form.dataset.mark](form, button);
  shut(form);
  const told = await post(form.action, fields);
  tell(told.problem ?? "");
  if (told.sign_in) offerSignIn(problem, told.sign_in);
  if (!told.done) return back();
  if (form.dataset.mark === "label") form.reset();
  toast(told.said, told.undo ? { undo: () => undo(form, told.undo) } : {});
  dispatchEvent(new CustomEvent("desk:done", { detail: { form, fields } }));
}, { capture: true });

// One menu of the bar at a time, and none after Escape or a click elsewhere; some of them are drawn again and again.
const menus = () => [...document.querySelectorAll(".thread-bar details[open]")];
document.addEventListener("toggle", ({ target }) => {
  if (target.matches(".thread-bar details") && target.open) for (const other of menus()) if (other !== target) other.open = false;
}, { capture: true });
document.querySelector(".thread-bar")?.addEventListener("keydown", (event) => {
  const menu = event.target.closest("details[open]");
  if (event.key !== "Escape" || !menu) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("pointerdown", ({ target }) => { for (const menu of menus()) if (!menu.contains(target)) menu.open = false; });
