// While a person is called or reads along: the place in the line, and who is typing, both ways.
import { call } from "./chat_session.js";

const words = document.body.dataset;
const line = document.getElementById("line");
const place = document.getElementById("place");
const types = document.getElementById("types");
const typing = document.getElementById("typing");
// A sign of typing holds for five seconds; whoever goes on typing renews it.
const HOLDS = 5000;
const RENEWED = 3000;
let ends;
let told = 0;

/** The place in the line, told politely only when it has changed; "" when nobody waits any more. */
export function showPlace(sentence) {
  line.hidden = !sentence;
  if (place.textContent !== sentence) place.textContent = sentence;
}

/** Somebody types: dots for the eye, one sentence for the ear however long it takes. */
export function showAgent(name) {
  clearTimeout(ends);
  const sentence = words.types.replace("{name}", name);
  if (types.textContent !== sentence) types.textContent = sentence;
  typing.hidden = false;
  typing.dataset.name = sentence;
  ends = setTimeout(hideAgent, HOLDS);
}

export function hideAgent() {
  if (!types.textContent) return;
  clearTimeout(ends);
  types.textContent = "";
  typing.hidden = true;
  delete typing.dataset.name;
}

/** Tell a person who reads along that the traveller types. */
export function tellTyping(log) {
  const last = [...log.querySelectorAll(".line:not(.me)")].at(-1);
  if (!last?.classList.contains("agent") || Date.now() - told < RENEWED) return;
  told = Date.now();
  call("/chat/typing", { method: "POST" }).catch(() => {});
}
