// Private notes: names are completed while writing, and what was saved leaves the field empty for the next.
import { newId } from "./chat_outbox.js";
import { complete } from "./desk_complete.js";

const form = document.getElementById("note-form");
const field = document.getElementById("note-text");
const names = document.getElementById("note-names");
if (field && names) complete(field, names, { trigger: "@" });

addEventListener("desk:done", ({ detail }) => {
  if (!form || detail.form !== form) return;
  form.reset();
  form.elements.client_id.value = newId();
  const around = form.closest("details");
  around.open = false;
  if (detail.stayed) around.querySelector("summary").focus();
});

form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit();
  }
});
