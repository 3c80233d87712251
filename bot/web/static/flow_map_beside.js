/*
The map beside the outline, in windows that have the room: it comes after the page, with the chosen step in its middle.
Whether it is shown and how large stays as it was left in this browser. A narrow window has the page of the map. From
step to step of the same draft the same map is drawn again without asking, with the figures of now.
*/
import { begin, refresh } from "./flow_map.js";

const WIDE = matchMedia("(min-width: 1280px)");
const [SHOWN, SIZE, KEPT] = ["flow-map", "flow-map-size", "flow-map-kept"];
const place = document.querySelector("#map-beside");
const toggle = document.querySelector("#map-toggle");
const skip = document.querySelector("#to-map");
let asked = false;

/* The map as this window drew it last, if the draft is the same. */
function kept() {
  const [of, html] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  return of === place.dataset.of ? html : "";
}

async function fetched() {
  const answer = await fetch(`${place.dataset.map}/part`, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const html = await answer.text();
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([place.dataset.of, html]));
  } catch {
    sessionStorage.removeItem(KEPT); // A map that is larger than a window may keep is asked for each time.
  }
  return html;
}

async function load() {
  if (asked) {
    return;
  }
  asked = true;
  try {
    const before = kept();
    place.innerHTML = before || (await fetched());
    const zoom = Number(localStorage.getItem(SIZE)) || 0;
    begin({ at: place.dataset.at, zoom, sized: (size) => localStorage.setItem(SIZE, String(size)) });
    if (before) {
      refresh();
    }
  } catch {
    asked = false;
    const link = Object.assign(document.createElement("a"), { href: place.dataset.map, textContent: "Open the map" });
    const told = Object.assign(document.createElement("p"), { className: "notice", textContent: "The map did not come. " });
    told.append(link);
    place.replaceChildren(told);
  }
}

function show(shown) {
  place.hidden = !shown;
  toggle.setAttribute("aria-expanded", String(shown));
  skip.hidden = !shown || !WIDE.matches;
  if (shown && WIDE.matches) {
    load();
  }
}

if (place && toggle) {
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    localStorage.setItem(SHOWN, place.hidden ? "on" : "off");
    show(place.hidden);
  });
  WIDE.addEventListener("change", () => show(!place.hidden));
  show(localStorage.getItem(SHOWN) !== "off");
}
