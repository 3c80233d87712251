// What every way of paying shares: it counts down, sends what it got, and finds out whether that arrived.
export const form = document.getElementById("card");
export const say = form.dataset;
export const save = document.getElementById("save");
export const button = form.querySelector("button");
const problem = document.getElementById("problem");
const started = performance.now();
export const now = () => Number(say.now) + Math.floor((performance.now() - started) / 1000);

export function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

export function busy(yes) {
  button.disabled = yes;
  button.textContent = yes ? say.sending : say.pay;
}

/** Whether what must be agreed to is; says so beside the box when it is not. */
export function agrees() {
  if (!save.required) return true;
  document.getElementById("save-problem").textContent = save.checked ? "" : say.agree;
  save.setAttribute("aria-invalid", String(!save.checked));
  if (!save.checked) save.focus();
  return save.checked;
}

/** Go where it is told what became of the card; nothing of it stays in the page for the back button. */
function leave() {
  for (const field of form.querySelectorAll("input:not([type=checkbox])")) field.value = "";
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

/** Send what the page got, with what was agreed to; go on when it has arrived, else say why not. */
export async function send(given) {
  const answer = await post(save.checked ? { ...given, consent: save.value } : given);
  if (answer ? answer.redirected || answer.ok : await arrived()) return leave();
  const told = await answer?.json().catch(() => ({}));
  if (answer?.status === 410) return location.reload();
  busy(false);
  return tell(told?.problem ?? say.failed);
}

export function countDown() {
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
