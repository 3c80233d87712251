/*
The map of a flow: larger and smaller by buttons, wheel and keys; drag to move; arrow keys go from step to step; and
its figures stay those of now. Without this module the map scrolls, links change its size, and each step is a link.
A map that comes later, beside the editor, is given to `begin`.
*/
const SMALLEST = 0.1;
const LARGEST = 3;
const STEP = 1.25;
const EVERY = 15_000;

let frame;
let picture;

begin();

/* Let the map of the page be moved: `at` is the step that is chosen; `sized` is told of each change of its size. */
export function begin({ at = "", zoom: wanted = 0, sized = () => {} } = {}) {
  frame = document.querySelector("#map-window");
  picture = frame?.querySelector("svg");
  if (!picture) {
    return;
  }
  const resize = start(sized);
  if (wanted) {
    resize(wanted);
  }
  const chosen = at ? picture.querySelector(`[data-step="${CSS.escape(at)}"]`) : null;
  chosen?.setAttribute("aria-current", "true");
  toMiddle(chosen ?? picture.querySelector(".spot"), Boolean(chosen));
  drag();
  rove(chosen);
}

function toMiddle(spot, whole) {
  if (!spot) {
    return;
  }
  const [box, around] = [spot.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollLeft += box.left + box.width / 2 - around.left - frame.clientWidth / 2;
  if (whole) {
    frame.scrollTop += box.top + box.height / 2 - around.top - frame.clientHeight / 2;
  }
}

function start(sized) {
  const size = { width: Number(picture.dataset.width), height: Number(picture.dataset.height) };
  const shown = document.querySelector("#map-size");
  let zoom = picture.width.baseVal.value / size.width || 1;

  /* Change the size; the point of the window at x, y (from its corner) stays where it is. */
  function resize(wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const before = zoom;
    zoom = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    const [left, top] = [(frame.scrollLeft + x) / before, (frame.scrollTop + y) / before];
    picture.setAttribute("width", size.width * zoom);
    picture.setAttribute("height", size.height * zoom);
    frame.scrollTo({ left: left * zoom - x, top: top * zoom - y, behavior: "instant" });
    shown.textContent = `${Math.round(zoom * 100)} %`;
    sized(zoom);
  }

  const acts = {
    in: () => resize(zoom * STEP),
    out: () => resize(zoom / STEP),
    fit: () => resize(Math.min(1, frame.clientWidth / size.width, frame.clientHeight / size.height)),
  };
  const keys = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.fit };

  document.querySelector(".map-tools").hidden = false;
  document.querySelector(".zooms").hidden = true;
  document.querySelector("#map-keys").hidden = false;
  document.querySelector(".map-tools").addEventListener("click", (event) => {
    acts[event.target.closest("[data-map]")?.dataset.map]?.();
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) {
      return;
    }
    event.preventDefault();
    const box = frame.getBoundingClientRect();
    resize(zoom * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  frame.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  });
  return resize;
}

/* The pointer takes hold of the map; a click that has moved opens no step. */
function drag() {
  let held;
  let moved = false;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0) {
      held = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop, from: [event.clientX, event.clientY] };
      moved = false;
    }
  });
  addEventListener("pointermove", (event) => {
    if (!held) {
      return;
    }
    moved ||= Math.hypot(event.clientX - held.from[0], event.clientY - held.from[1]) > 4;
    if (moved) {
      frame.classList.add("grabbed");
      frame.scrollTo({ left: held.x - event.clientX, top: held.y - event.clientY, behavior: "instant" });
    }
  });
  addEventListener("pointerup", () => {
    held = undefined;
    frame.classList.remove("grabbed");
  });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("click", (event) => {
    if (moved) {
      event.preventDefault();
      moved = false;
    }
  }, { capture: true });
}

/* All steps are one stop of the Tab key; arrow keys go to the nearest step in their direction. */
function rove(chosen) {
  const spots = [...picture.querySelectorAll(".spot")];
  const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const places = new Map(spots.map((spot) => {
    const { e, f } = spot.transform.baseVal.consolidate().matrix;
    return [spot, { x: e, y: f }];
  }));
  const stop = chosen ?? spots[0];
  spots.forEach((spot) => spot.setAttribute("tabindex", spot === stop ? "0" : "-1"));

  function go(spot) {
    spots.forEach((one) => one.setAttribute("tabindex", one === spot ? "0" : "-1"));
    spot.focus();
    spot.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  picture.addEventListener("keydown", (event) => {
    const here = event.target.closest(".spot");
    if (!here || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const ends = { Home: spots[0], End: spots.at(-1) };
    const next = ends[event.key] ?? (ways[event.key] && nearest(here, ways[event.key], places));
    if (next) {
      event.preventDefault();
      event.stopPropagation();
      go(next);
    }
  });
}

function nearest(here, [right, down], places) {
  const from = places.get(here);
  let best;
  let least = Infinity;
  for (const [spot, at] of places) {
    const along = (at.x - from.x) * right + (at.y - from.y) * down;
    const aside = Math.abs((at.x - from.x) * down) + Math.abs((at.y - from.y) * right);
    if (along > 1 && along + aside * 2 < least) {
      [best, least] = [spot, along + aside * 2];
    }
  }
  return best;
}

setInterval(() => picture && frame.checkVisibility() && document.visibilityState === "visible" && refresh(), EVERY);

/* Figures of now; a server that is away leaves those of before. */
export async function refresh() {
  let figures;
  try {
    const answer = await fetch(frame.dataset.figures, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      return;
    }
    figures = await answer.json();
  } catch {
    return;
  }
  for (const spot of picture.querySelectorAll(".spot")) {
    const told = figures[spot.dataset.step];
    if (told) {
      spot.querySelector(".came").textContent = told.came;
      spot.querySelector(".ended").textContent = told.ended;
      spot.classList.toggle("some", told.level === "some");
      spot.classList.toggle("much", told.level === "much");
    }
  }
}
