// How long ago things were, kept current by one timer; what a moment becomes after a day was worded by the server.
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** How far a moment is from now: "" for more than a day. The server words the first page the same way. */
export function distance(seconds) {
  const size = Math.abs(seconds);
  if (size < MINUTE) return "now";
  if (size >= DAY) return "";
  const text = size < HOUR ? `${Math.floor(size / MINUTE)} min` : `${Math.floor(size / HOUR)} h`;
  return seconds > 0 ? text : `in ${text}`;
}

export function tell(root, now = Date.now()) {
  for (const time of root.querySelectorAll("time.rel[datetime]")) {
    const text = distance((now - Date.parse(time.dateTime)) / 1000) || time.dataset.after;
    if (!text || time.textContent === text) continue;
    time.textContent = text;
    if (time.tabIndex === 0) time.setAttribute("aria-label", `${text}, ${time.title}`);
  }
}

export function keepCurrent() {
  setInterval(() => tell(document), 20000);
  document.addEventListener("visibilitychange", () => document.hidden || tell(document));
}
