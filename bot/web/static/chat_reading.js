// Reading back and across: earlier messages, flights one by one or as a list.
import { call, framed, keep, kept } from "./chat_session.js";

const words = document.body.dataset;
const link = document.querySelector(".earlier a");
const status = document.getElementById("types");

/** Offer what stands before a row; 0 is the beginning. */
export function showEarlier(row, log, dress) {
  link.href = `/chat?before=${row}`;
  link.parentElement.hidden = !row;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fetchEarlier(log, dress).catch(() => framed || location.assign(link.href));
  };
}

/** Put earlier messages on top, and leave the reader where they were; they are history and are not told. */
async function fetchEarlier(log, dress) {
  const answer = await call(`/live/lines${new URL(link.href).search}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const told = await answer.json();
  const height = document.documentElement.scrollHeight;
  const first = log.firstElementChild;
  const earlier = document.createElement("template");
  earlier.innerHTML = told.parts.map(([, html]) => html).join("");
  log.prepend(earlier.content);
  showEarlier(told.earlier, log, dress);
  dress(log);
  scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
  status.textContent = words.earlierShown;
  if (!told.earlier) first.querySelector("a, button")?.focus({ preventScroll: true });
}

/** Flights in a list or side by side, as this reader likes them; receipts with their button to print. */
export function arrange(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
  const listed = kept("cards") === "list";
  for (const cards of root.querySelectorAll(".cards")) {
    cards.classList.toggle("list", listed);
    const list = cards.querySelector("ul");
    const button = cards.querySelector("[data-list]");
    button.textContent = listed ? words.asRow : words.asList;
    cards.querySelector(".steps").hidden = !listed && list.scrollWidth <= list.clientWidth + 4;
    for (const step of cards.querySelectorAll(".step")) step.hidden = listed;
  }
}

function step(button) {
  const list = button.closest(".cards").querySelector("ul");
  const width = list.firstElementChild.getBoundingClientRect().width;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  list.scrollBy({ left: button.dataset.step * width, behavior: still ? "instant" : "smooth" });
}

document.addEventListener("click", ({ target }) => {
  if (target.closest(".step")) step(target.closest(".step"));
  if (!target.closest("[data-list]")) return;
  keep("cards", target.closest(".cards").classList.contains("list") ? "row" : "list");
  arrange(document);
});

// Browsers take a button of which 32 pixels peep out for seen, and leave it at the edge.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".cards button:focus-visible")) target.scrollIntoView({ block: "nearest", inline: "center" });
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-print]")) return;
  document.body.classList.add("printing");
  event.target.closest(".line").classList.add("printed");
  print();
});
addEventListener("afterprint", () => {
  document.body.classList.remove("printing");
  for (const line of log.querySelectorAll(".printed")) line.classList.remove("printed");
});
