// The strip for developers: what went over the wire, newest first, as it was sent.

import { make } from "./phones_draw.js";

const MOST = 60;

/** Put one more entry on top; the oldest go. */
export function tell(strip, entry) {
  const isCall = entry.kind === "call";
  const failed = entry.status !== 200;
  const summary = make("summary", {},
    make("span", { class: "way", "aria-hidden": "true" }, isCall ? "←" : "→"), make("span", { class: "unseen" }, isCall ? "Sent by the airline: " : "Webhook to the airline: "),
    make("b", {}, entry.channel), ` ${entry.what} `, make("span", { class: failed ? "bad number" : "soft number" }, entry.status ? String(entry.status) : "no answer"),
    make("span", { class: "soft gist" }, ` ${gist(entry)}`));
  const body = make("details", { class: "wire", id: `wire-${entry.number}` }, summary);
  body.addEventListener("toggle", () => body.open && body.childElementCount === 1 && body.append(
    make("h4", {}, isCall ? "Request" : "Body"), pretty(entry.body), entry.answer ? make("h4", {}, "Answer") : "", entry.answer ? pretty(entry.answer) : ""));
  strip.prepend(body);
  while (strip.childElementCount > MOST) strip.lastElementChild.remove();
}

const pretty = (value) => make("pre", { tabindex: "0" }, JSON.stringify(value, null, 2));

function gist(entry) {
  const { body } = entry;
  if (!body) return "";
  if (entry.kind === "call") return [body.sender_action, body.type ?? (body.message ? "message" : ""), body.status].filter(Boolean).join(" ");
  const items = (body.entry ?? []).flatMap((one) => one.messaging ?? one.standby ?? one.changes?.flatMap((change) => [...(change.value?.messages ?? []), ...(change.value?.statuses ?? []), ...(change.value?.message_echoes ?? [])]) ?? []);
  return items.map((item) => item.status ?? item.type ?? (item.message?.is_echo ? "echo" : Object.keys(item).find((key) => !["sender", "recipient", "timestamp"].includes(key)))).join(", ");
}
