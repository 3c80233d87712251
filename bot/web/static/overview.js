// The overview stays current: its one region is exchanged when the desk changes, and what becomes pressing is announced.
import { follow } from "./chat_stream.js";
import { tellClocks } from "./due.js";

const region = document.getElementById("overview");
const news = document.getElementById("news");
const count = (name) => Number(region.querySelector(`[data-count="${name}"]`)?.textContent ?? 0);
let pressing = count("pressing");

function show(html) {
  const href = region.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const label = region.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
  region.innerHTML = html;
  tellClocks(region);
  const again = [...region.querySelectorAll("a, [tabindex]")].find((one) => (href ? one.getAttribute("href") === href : label && one.getAttribute("aria-label") === label));
  if (href || label) (again ?? region).focus();
  if (count("pressing") > pressing) news.textContent = `${count("pressing")} soon or late, ${count("waiting")} waiting`;
  pressing = count("pressing");
}

tellClocks(document);
follow(region.dataset.live, new Proxy({ overview: show }, { get: (parts, name) => parts[name] ?? (() => {}) }), (connection) => {
  document.getElementById("connection").textContent = connection === "live" ? "Live" : "Reconnecting…";
}, { path: "/desk/live?page=overview" });
