// The form of the pay page: armed only when the browser can encrypt; counts down; sends what pay.js sealed.
import { readCard, seal } from "./pay.js";

const form = document.getElementById("card");
const say = form.dataset;
const fields = Object.fromEntries(["number", "expiry", "code", "name"].map((id) => [id, document.getElementById(id)]));
const save = document.getElementById("save");
const button = form.querySelector("button");
const problem = document.getElementById("problem");
const started = performance.now();
const now = () => Number(say.now) + Math.floor((performance.now() - started) / 1000);

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

function mark(wrong) {
  for (const [id, field] of Object.entries(fields)) {
    const sentence = wrong[id] ? say[wrong[id].replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] : "";
    field.setAttribute("aria-invalid", String(Boolean(sentence)));
    document.getElementById(`${id}-problem`).textContent = sentence;
  }
  Object.keys(fields).map((id) => wrong[id] && fields[id]).find(Boolean)?.focus();
  return Object.keys(wrong).length === 0;
}

function busy(yes) {
  button.disabled = yes;
  button.textContent = yes ? say.sending : say.pay;
}

async function activeKey() {
  const answer = await fetch("/pay/keys", { credentials: "omit" });
  if (!answer.ok) throw new Error("keys");
  return (await answer.json()).keys[0];
}

/** Go where it is told what became of the card; nothing of it stays in the page for the back button. */
function leave() {
  for (const field of Object.values(fields)) field.value = "";
  save.checked = false;
  location.replace(`${say.state}?from=card`);
}

/** Whether the card has arrived after all: an answer may be lost on its way back. Asks until somebody answers. */
async function arrived() {
  try {
    const answer = await fetch(say.state, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok) return (await answer.json()).mark !== say.mark;
  } catch { /* still offline: ask again */ }
  tell(say.unsure);
  await new Promise((done) => { setTimeout(done, 1500); });
  return arrived();
}

async function post(sealed) {
  try {
    return await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(sealed),
    });
  } catch {
    return null;
  }
}

async function send(sealed) {
  const answer = await post(sealed);
  if (answer ? answer.redirected || answer.ok : await arrived()) return leave();
  const told = await answer?.json().catch(() => ({}));
  if (answer?.status === 410) return location.reload();
  busy(false);
  return tell(told?.problem ?? say.failed);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  const typed = Object.fromEntries(Object.entries(fields).map(([id, field]) => [id, field.value]));
  const { card, wrong } = readCard(typed, now());
  tell("");
  if (!mark(wrong)) return;
  busy(true);
  try {
    const about = { checkout: say.checkout, minor: Number(say.minor), currency: say.currency, now: now() };
    const sealed = await seal(await activeKey(), card, about);
    await send(save.checked ? { ...sealed, consent: save.value } : sealed);
  } catch {
    busy(false);
    tell(say.failed);
  }
});

fields.number.addEventListener("input", () => {
  const { number } = fields;
  if (number.selectionStart !== number.value.length) return;
  const digits = number.value.replace(/\D/g, "").slice(0, 19);
  number.value = (/^3[47]/.test(digits) ? digits.match(/^(.{1,4})(.{1,6})?(.*)$/)?.slice(1) : digits.match(/.{1,4}/g))
    ?.filter(Boolean).join(" ") ?? "";
});

fields.expiry.addEventListener("input", (event) => {
  const { expiry } = fields;
  if (event.inputType === "deleteContentBackward" || !/^\d{2}$/.test(expiry.value)) return;
  expiry.value += " / ";
});

function countDown() {
  const clock = document.getElementById("left");
  const left = Math.max(0, Number(say.until) - now());
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  clock.closest(".hold").classList.toggle("soon", left < 120);
  const warning = document.getElementById("warning");
  if (left <= 120 && !warning.textContent) warning.textContent = say.soon;
  // A moment later than ours the server's clock has struck, too; what is being sent is not cut off.
  if (left > 0) setTimeout(countDown, 1000);
  else if (button.disabled) setTimeout(countDown, 1000);
  else setTimeout(() => location.reload(), 1500);
}

// A page that comes back from the browser's cache must not offer what is over.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Whoever was declined hears it first.
document.getElementById("declined")?.focus();

if (globalThis.crypto?.subtle) {
  busy(false);
  countDown();
} else {
  tell(say.insecure);
}
