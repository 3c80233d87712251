// A file for the airline goes out without leaving the talk: the form of its page opens above the field.
import { newId } from "./chat_outbox.js";
import { call } from "./chat_session.js";

const composer = document.getElementById("composer");

function tell(form, sentence) {
  const place = form.querySelector(".problem");
  place.textContent = sentence;
  place.hidden = !sentence;
}

async function send(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await call("/chat/files", { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    tell(form, (await answer.json()).problem);
    if (answer.ok) close(form);
  } catch {
    tell(form, form.dataset.failed);
  }
  form.elements.client_id.value = newId();
  button.disabled = false;
}

function close(form) {
  form.remove();
  composer.querySelector("textarea").focus();
}

/** Opens the form, or closes it again; a page that does not come is gone to as any other. */
export async function attach() {
  const link = document.querySelector(".always a");
  const open = document.getElementById("attach");
  if (open) return close(open);
  try {
    const page = new DOMParser().parseFromString(await (await call(link.href)).text(), "text/html");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = page.querySelector('link[href*="chat_files.css"]').getAttribute("href");
    document.head.append(style);
    const form = document.importNode(page.getElementById("attach"), true);
    composer.before(form);
    // Before the page's own handler, which knows words and taps alone.
    form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); send(form); });
    form.addEventListener("keydown", ({ key }) => key === "Escape" && close(form));
    form.querySelector("[type=file]").focus();
  } catch {
    location.assign(link.href);
  }
  return undefined;
}
