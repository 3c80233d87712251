// The sheets of a phone in which its owner, or whoever stands behind the scenes, chooses what happens next.

import { make } from "./phones_draw.js";
import { sheet } from "./phones_sheet.js";

const EMOJI = ["❤", "👍", "😂", "😮", "😢", "😡"];
const EDITS = new Set(["text"]);

const choice = (title, click) => make("button", { class: "choice", type: "button", click }, title);

/** A field, a button, and what happens with what was written there. */
function asking(label, title, act, { hint = "", value = "", pattern = null } = {}) {
  const input = make("input", { "aria-label": label, placeholder: hint || label, value, required: true, pattern, maxlength: "2000" });
  return make("form", { class: "asking", submit: (event) => { event.preventDefault(); act(input.value); } }, make("label", {}, make("span", {}, label), input), make("button", { type: "submit" }, title));
}

/** What one message can be done with. */
export function onMessage(phone, bubble) {
  const title = bubble.side === "me" ? "Your message" : "Their message";
  sheet(phone.element, title, (close) => {
    const does = (verb, body) => () => { close(); phone.act(verb, body); };
    const mine = bubble.side === "me" && !bubble.isGone;
    return [
      make("div", { class: "emoji", role: "group", "aria-label": "React" }, EMOJI.map((emoji) => make("button", { type: "button", "aria-label": `React ${emoji}`, click: does("reacts", { target: bubble.id, emoji }) }, emoji))),
      asking("Write below it", "Reply", (text) => { close(); phone.act("replies", { target: bubble.id, text }); }),
      mine && EDITS.has(bubble.part.kind) ? asking("Write it otherwise", "Edit", (text) => { close(); phone.act("edits", { target: bubble.id, text }); }, { value: bubble.part.text }) : null,
      mine ? choice("Unsend", does("unsends", { target: bubble.id })) : null,
      choice("Show what went over the wire", () => { close(); reveal(bubble.entry); }),
    ];
  });
}

function reveal(number) {
  const strip = document.getElementById("wire");
  const found = document.getElementById(`wire-${number}`);
  strip.open = true;
  if (!found) return;
  found.open = true;
  found.scrollIntoView({ block: "center" });
  found.querySelector("summary").focus();
}

/** What else than words can be sent, and the menu that always stands there. */
export function attachments(phone) {
  sheet(phone.element, "Send", (close) => {
    const does = (verb, body) => () => { close(); phone.act(verb, body); };
    const menu = (phone.told.profile.persistent_menu ?? []).map((one) => (one.url
      ? make("a", { class: "choice", href: one.url, target: "_blank", rel: "noopener noreferrer" }, one.title)
      : choice(one.title, does("taps", { title: one.title, payload: one.payload }))));
    return [...["photo", "document", "voice", "sticker", ...(phone.channel === "whatsapp" ? ["location"] : [])].map((kind) => choice({ photo: "A photo", document: "A document", voice: "A voice message", location: "A place on the map", sticker: { messenger: "A thumbs-up", instagram: "A heart" }[phone.channel] ?? "A sticker" }[kind], does("attaches", { kind }))), ...(menu.length ? [make("h4", {}, "Menu"), ...menu] : [])];
  });
}

/** The ways into the chat. */
export function entrances(phone) {
  const { links } = phone.element.dataset;
  sheet(phone.element, "Come by", (close) => {
    const does = (verb, body) => { close(); phone.act(verb, body); };
    const ways = [];
    if (phone.channel === "messenger" && !phone.thread.bubbles.length) ways.push(choice("Get Started", () => does("opens")));
    ways.push(phone.channel === "whatsapp"
      ? asking(`A link (${links}) with words`, "Open and send", (text) => does("says", { text }), { hint: "Paris to New York" })
      : asking(`A link (${links}) with ref`, "Open", (ref) => does("opens", { ref }), { hint: "to-JFK", pattern: "[A-Za-z0-9_=\\-]{1,2083}" }));
    ways.push(asking("An advertisement", "Tap it, and write", (text) => does("comes_by_ad", { text }), { hint: "Words to begin with", value: "Hi! How much is Paris to New York?" }));
    if (phone.channel === "instagram") ways.push(asking("A story of the airline", "Reply", (text) => does("replies_to_story", { text }), { hint: "I want to go there" }));
    return ways;
  });
}

/** What the owner does not see. */
export function backstage(phone) {
  sheet(phone.element, "Behind the scenes", (close) => {
    const does = (verb, body) => () => { close(); phone.act(verb, body); };
    const { owner, told } = phone;
    const faults = make("select", { "aria-label": "What the airline’s next call meets" }, told.faults.map((one) => make("option", { value: one }, one.replaceAll("_", " "))));
    const inbox = { messenger: "the Page’s inbox", instagram: "Instagram’s inbox", whatsapp: "the Business app" }[phone.channel];
    return [
      asking(`Somebody answers in ${inbox}`, "Answer", (text) => { close(); phone.act("colleague_writes", { text }); }, { hint: "I can help you here." }),
      make("form", { class: "asking", submit: (event) => { event.preventDefault(); close(); phone.act("fail_next", { fault: faults.value }); } }, make("label", {}, make("span", {}, "What the airline’s next call meets"), faults), make("button", { type: "submit" }, "Set")),
      owner.blocked ? choice("Unblock the airline", does("unblocks")) : choice("Block the airline", does("blocks")),
      choice("Another person takes this phone", async () => { close(); const added = await phone.post(`${phone.channel}/people`); if (added) phone.choose(added.person); }),
    ];
  });
}
