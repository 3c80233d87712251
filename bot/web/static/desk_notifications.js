// What is new, told once however many tabs are open: as a note, as a sound, and as a number in title and icon.
import { beep } from "./staff_sound.js";
import { toast } from "./staff_toasts.js";

const HIDDEN_WAITS = 500;
const TOLD = "threadfare told";
const LOOKS = "threadfare looks at";
const { thread } = document.body.dataset;
const news = document.getElementById("notifications");
const list = document.querySelector(".list");
const icon = document.getElementById("icon");
const plain = icon?.href;
const title = document.title;

// Which thread its person looks at is known to all tabs: the one in front says so.
const tab = Math.random().toString(36).slice(2);
const look = () => {
  if (document.visibilityState === "visible" && document.hasFocus()) localStorage.setItem(LOOKS, `${tab} ${thread}`);
};
const lookAway = () => {
  if (localStorage.getItem(LOOKS)?.startsWith(`${tab} `)) localStorage.removeItem(LOOKS);
};
for (const type of ["focus", "pointerdown", "keydown"]) addEventListener(type, look, { capture: true, passive: true });
for (const type of ["blur", "pagehide"]) addEventListener(type, lookAway);
document.addEventListener("visibilitychange", () => (document.hidden ? lookAway() : look()));
look();
const looksAt = (name) => name && localStorage.getItem(LOOKS)?.split(" ")[1] === name;

/** The first tab to claim a notification has it; one that nobody sees stands back a moment. */
async function claim(number) {
  if (document.hidden) await new Promise((done) => { setTimeout(done, HIDDEN_WAITS); });
  const take = () => {
    if (Number(localStorage.getItem(TOLD) ?? 0) >= number) return false;
    localStorage.setItem(TOLD, String(number));
    return true;
  };
  return navigator.locks ? navigator.locks.request("threadfare notifications", take) : take();
}

async function tell(item) {
  const { number, ways, thread: name } = item.dataset;
  if (!(await claim(Number(number))) || looksAt(name)) return;
  const link = item.querySelector("a");
  if (ways.includes("toast")) toast(link.textContent, { href: link.getAttribute("href") });
  if (ways.includes("sound")) beep();
}

// What is not fresh when a page opens was told before, or nobody was there to be told.
let newest = Math.max(0, ...[...(news?.querySelectorAll("[data-number]:not([data-fresh])") ?? [])].map((item) => Number(item.dataset.number)));
let telling = Promise.resolve();
function read() {
  const items = [...(news?.querySelectorAll("[data-number]") ?? [])].reverse().filter((item) => Number(item.dataset.number) > newest);
  newest = Math.max(newest, ...items.map((item) => Number(item.dataset.number)));
  telling = telling.then(async () => { for (const item of items) await tell(item); });
}

let shown = 0;
function count() {
  const told = document.querySelector("[data-waiting]");
  const waiting = told ? Number(told.dataset.waiting) : document.querySelectorAll("#queue .row:not(.mine)").length;
  document.title = waiting ? `(${waiting}) ${title}` : title;
  if (waiting === shown || !icon) return;
  shown = waiting;
  icon.href = waiting ? `/desk/icon/${Math.min(waiting, 100)}.svg` : plain;
}

if (news) new MutationObserver(read).observe(news, { childList: true });
if (list) new MutationObserver(count).observe(list, { childList: true, subtree: true });
read();
count();

// A push that came while a page is in front of somebody is the page's to tell, and it knows already.
if ("serviceWorker" in navigator && globalThis.Notification?.permission === "granted") {
  navigator.serviceWorker.register("/desk/worker.js", { scope: "/desk" }).catch(() => {});
}
