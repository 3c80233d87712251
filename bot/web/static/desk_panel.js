// The panel's acts open in a dialog over the thread, from the same pages that work without a script; moments count down.
const dialog = document.createElement("dialog");
dialog.className = "deeds";
dialog.setAttribute("aria-labelledby", "deed-title");
document.body.append(dialog);
let hiding;

function close() {
  clearTimeout(hiding);
  dialog.close();
  dialog.replaceChildren();
}

/** Show the content of a page of an act; a contact that was revealed goes away by itself. */
function show(html, from) {
  const content = new DOMParser().parseFromString(html, "text/html").getElementById("content");
  if (!content?.querySelector(".deed")) { location.assign(from); return; }
  dialog.replaceChildren(...content.childNodes);
  for (const form of dialog.querySelectorAll("form")) form.action = from;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), select, a, button")?.focus();
  const shown = dialog.querySelector("[data-seconds]");
  if (shown) hiding = setTimeout(close, Number(shown.dataset.seconds) * 1000);
}

async function ask(url, options) {
  try {
    const answer = await fetch(url, { ...options, headers: { Accept: "text/html" } });
    if (options && answer.redirected) close();
    else show(await answer.text(), url);
  } catch {
    if (!options) { location.assign(url); return; }
    const told = document.createElement("p");
    told.className = "notice bad";
    told.setAttribute("role", "alert");
    told.textContent = "That did not get through. Check the connection and try again.";
    dialog.prepend(told);
  }
}

document.getElementById("panel")?.addEventListener("click", (event) => {
  const link = event.target.closest("a.act");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(link.href);
});

dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  close();
});
dialog.addEventListener("close", () => { clearTimeout(hiding); dialog.replaceChildren(); });

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation();
  const button = event.target.querySelector("button");
  button.disabled = true;
  await ask(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
  button.disabled = false;
});

/** What is left until a moment, in words: the moment itself stands beside it. */
function countDown(root) {
  for (const time of root.querySelectorAll("time.left")) {
    const seconds = Math.floor((new Date(time.dateTime) - Date.now()) / 1000);
    const minutes = Math.floor(Math.abs(seconds) / 60);
    time.textContent = seconds <= 0 ? "over" : minutes >= 120 ? `${Math.floor(minutes / 60)} h left` : minutes ? `${minutes} min left` : `${seconds} s left`;
  }
}
const panel = document.getElementById("panel");
if (panel) {
  countDown(panel);
  new MutationObserver(() => countDown(panel)).observe(panel, { childList: true });
  setInterval(() => countDown(panel), 1000);
}
