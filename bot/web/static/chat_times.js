// When and by whom: told where it changes: a talk is read, not its clock.
const PAUSE = 10 * 60 * 1000;
const page = document.documentElement.lang;
// The browser's own way of writing times, as long as it is the language of the page.
const locale = navigator.languages.find((one) => one.startsWith(page)) ?? page;

const day = (at) => at.toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short" });
const hour = (at) => at.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

/** The hour, and the day when it is not today. */
export function clock(at, now = new Date()) {
  return at.toDateString() === now.toDateString() ? hour(at) : `${day(at)} ${hour(at)}`;
}

/** Name who speaks when it is somebody else than before, and the time after a pause. */
export function tellTimes(log) {
  let told = 0;
  let speaker = "";
  for (const line of log.querySelectorAll(".line[data-row]")) {
    const time = line.querySelector("time");
    const at = new Date(time.dateTime);
    const who = line.dataset.who;
    const mine = line.classList.contains("me");
    const late = at - told > PAUSE;
    time.textContent = late ? clock(at) : "";
    line.classList.toggle("loud", late || (!mine && who !== speaker));
    line.classList.toggle("quiet", !late && (mine || who === speaker));
    if (late) told = at;
    if (!mine) speaker = who;
  }
}

export function tellDays(root) {
  for (const time of root.querySelectorAll("time[data-day]:empty")) {
    time.textContent = `· ${new Date(time.dateTime).toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric" })}`;
  }
}
