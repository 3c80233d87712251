// The page of approvals stays current: what waits, and how many of it, as soon as somebody asks or decides.
import { showCount } from "./staff_counts.js";
import { follow } from "./chat_stream.js";

const list = document.getElementById("waiting");
const news = document.getElementById("news");

function announce(text) {
  const told = document.createElement("p");
  told.textContent = text;
  news.replaceChildren(told);
}

/** Exchange the list, keeping the focus on the same request. */
function showWaiting(html) {
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const before = list.querySelectorAll("section:first-child li").length;
  list.innerHTML = html;
  const now = list.querySelectorAll("section:first-child li").length;
  if (now !== before) announce(now === 1 ? "1 waiting" : `${now} waiting`);
  if (focused) [...list.querySelectorAll("a")].find((one) => one.getAttribute("href") === focused)?.focus();
}

const parts = {
  waiting: showWaiting,
  "approvals-count": showCount,
};
follow(list.dataset.live, parts, (connection) => {
  document.getElementById("connection").textContent = connection === "live" ? "Live" : "Reconnecting…";
}, { path: "/staff/approvals/live" });
