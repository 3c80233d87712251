// Clocks and waits say how long it is, as the server does, and are told again twice a minute.
const WORDS = { first: "reply", next: "reply", resolve: "close" };
const SOON = 15 * 60000;

function length(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (minutes < 1) return "less than 1 min";
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** Tell every clock and every wait below an element as it stands now. */
export function tellClocks(root, now = Date.now()) {
  for (const one of root.querySelectorAll(".due[data-due]")) {
    const left = Number(one.dataset.due) - now;
    const tone = left <= 0 ? "late" : left <= SOON ? "soon" : "calm";
    const text = left <= 0 ? `late ${length(-left)}` : `${WORDS[one.dataset.clock]} in ${length(left)}`;
    if (one.textContent !== text) one.textContent = text;
    one.className = `due ${tone}`;
  }
  for (const time of root.querySelectorAll("time.ago[data-since]")) {
    const minutes = Math.max(0, Math.floor((now - Number(time.dataset.since)) / 60000));
    const text = minutes < 1 ? "now" : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
    if (time.textContent !== text) time.textContent = text;
  }
}

setInterval(() => tellClocks(document), 15000);
