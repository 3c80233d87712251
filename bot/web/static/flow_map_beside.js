/*
The map beside the outline, in windows that have the room: it comes after the page, with the chosen step in its middle.
Whether it is shown and how large stays as it was left in this browser. A narrow window has the page of the map.
*/
import { begin } from "./flow_map.js";

const WIDE = matchMedia("(min-width: 1280px)");
const [SHOWN, SIZE] = ["flow-map", "flow-map-size"];
const place = document.querySelector("#map-beside");
const toggle = document.querySelector("#map-toggle");
const skip = document.querySelector("#to-map");
let asked = false;

async function load() {
  if (asked) {
    return;
  }
  asked = true;
  try {
    const answer = await fetch(`${place.dataset.map}/part`, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    place.innerHTML = await answer.text();
    const zoom = Number(localStorage.getItem(SIZE)) || 0;
    begin({ at: place.dataset.at, zoom, sized: (size) => localStorage.setItem(SIZE, String(size)) });
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
