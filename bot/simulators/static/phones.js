// The page of phones: asks what went over the wire, lets each phone show its share, and does what its owner does.

import { Phone } from "./phones_phone.js";
import { tell } from "./phones_strip.js";

const strip = document.getElementById("strip");
const clock = document.getElementById("clock");
const trouble = document.getElementById("trouble");
const phones = new Map([...document.querySelectorAll(".phone")].map((element) => [element.dataset.channel, new Phone(element, post)]));
let newest = 0;
let began = "";

async function post(path, body = {}) {
  let answer;
  try {
    answer = await fetch(`/phones/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    complain("The simulators do not answer.");
    return null;
  }
  const told = await answer.json().catch(() => ({}));
  complain(answer.ok ? "" : told.problem ?? `The simulators answered ${answer.status}.`);
  if (told.phones) state(told);
  return answer.ok ? told : null;
}

function complain(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

function state(told) {
  if (began && told.began !== began) location.reload();
  began = told.began;
  const fresh = (told.entries ?? []).filter((entry) => entry.number > newest);
  for (const entry of fresh) tell(strip, entry);
  newest = fresh.at(-1)?.number ?? newest;
  clock.dateTime = new Date(told.now).toISOString();
  clock.textContent = new Date(told.now).toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  document.getElementById("moved").textContent = told.moved ? `+${Math.round(told.moved / 3_600_000)} h` : "";
  document.getElementById("empty").hidden = newest > 0;
  for (const [channel, phone] of phones) phone.take(told.phones[channel], fresh, told.now);
}

async function follow() {
  let wait = 0;
  for (;;) {
    try {
      const answer = await fetch(`/phones/state?since=${newest}&wait=${wait}`);
      if (!answer.ok) throw new Error(String(answer.status));
      state(await answer.json());
      if (wait === 0) document.body.dataset.ready = "yes";
      wait = 10;
      complain("");
    } catch {
      complain("The simulators do not answer; they are asked again.");
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

for (const button of document.querySelectorAll("[data-hours]")) {
  button.addEventListener("click", () => post("clock", { hours: Number(button.dataset.hours) }));
}
const tabs = [...document.querySelectorAll("[data-show]")];
for (const tab of tabs) {
  tab.addEventListener("click", () => {
    document.body.dataset.shown = tab.dataset.show;
    for (const one of tabs) one.setAttribute("aria-pressed", String(one === tab));
    phones.get(tab.dataset.show).settle();
    phones.get(tab.dataset.show).read();
  });
}
setInterval(() => phones.forEach((phone) => phone.tick()), 1000);
follow();
