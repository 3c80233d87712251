// The page as a panel on somebody's page: opened and closed there, counting what is unread, forgotten when asked to.
import { call, hear, keepNothing, opened, tell } from "./chat_session.js";

const LOOK = 60000;
const CATCHING_UP = 1500;
const words = document.body.dataset;

const rowOf = (line) => Number(line.dataset.row);

/** Mark where the lines begin that were not seen yet. */
function mark(log, seen) {
  const first = [...log.querySelectorAll(".line:not(.me)[data-row]")].find((line) => rowOf(line) > seen);
  if (!first || log.querySelector(".unread-mark")) return;
  const sign = document.createElement("p");
  sign.className = "unread-mark small";
  sign.textContent = words.firstUnread;
  first.before(sign);
}

function forget() {
  keepNothing();
  return call("/chat/forget", { method: "POST", keepalive: true }).catch(() => undefined);
}

/** What the launcher shows and says. */
function count(unread) {
  const label = unread === 0 ? words.launcher : unread === 1 ? words.unreadOne : words.unreadMany.replace("{count}", unread);
  tell("unread", { count: unread, label, said: label });
}

// The way out is open at once, however long the talk takes to come.
document.getElementById("close").addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const asked = document.querySelector(".forget[open]");
  if (asked) asked.open = false;
  else tell("close");
});

/** Live only while somebody looks: an open panel streams and notes what was seen, a closed one asks once a minute. */
export function attend(stream, { log, field, talk }) {
  document.querySelector("[data-plain]")?.addEventListener("submit", (event) => {
    keepNothing();
    event.preventDefault();
    tell("close");
    leave();
  });
  let open = opened;
  let noted = talk.seen;
  let boundary = noted;
  let marking = 0;
  let looks = 0;
  let due;

  const newest = () => Math.max(0, ...[...log.querySelectorAll(".line[data-row]")].map(rowOf));
  async function note() {
    const row = newest();
    if (!open || document.hidden || row <= noted) return;
    noted = row;
    const answer = await call("/v1/seen", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ row }), keepalive: true }).catch(() => undefined);
    if (!answer?.ok) noted = 0;
  }
  const changed = () => {
    if (Date.now() < marking) mark(log, boundary);
    soon();
  };
  const soon = () => { clearTimeout(due); due = setTimeout(note, 400); };

  async function look() {
    if (open || document.hidden) return;
    const mine = ++looks;
    const answer = await call("/v1/unread").catch(() => undefined);
    const told = answer?.ok && (await answer.json());
    // An answer that was overtaken by a newer question is out of date.
    if (told && !open && mine === looks) count(told.unread);
  }

  async function leave() {
    tell("token", "");
    count(0);
    await forget();
    location.reload();
  }

  function show() {
    open = true;
    log.querySelector(".unread-mark")?.remove();
    boundary = noted;
    if (log.childElementCount) mark(log, boundary);
    count(0);
    stream.resume();
    soon();
    field.focus({ preventScroll: true });
    scrollTo({ top: document.documentElement.scrollHeight });
  }

  function hide() {
    note().then(look);
    open = false;
    stream.pause();
  }

  hear((said) => {
    if (said.tf === "open") {
      // What was said meanwhile comes in a moment.
      marking = Date.now() + CATCHING_UP;
      show();
    }
    if (said.tf === "close") hide();
    if (said.tf === "look") look();
    if (said.tf === "reset") leave();
  });
  new MutationObserver(changed).observe(log, { childList: true });
  document.addEventListener("visibilitychange", () => {
    if (open && document.hidden) stream.pause();
    else if (open) stream.resume();
    soon();
    look();
  });
  addEventListener("pagehide", note);
  setInterval(look, LOOK);
  if (open) show();
  else {
    hide();
    look();
  }
}
