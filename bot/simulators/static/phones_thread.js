// Folds what went over the wire into what one traveller's phone holds: bubbles in order, chips, dots, ticks.
// Pure: an entry is a call that the bot made, or a delivery that its webhook was sent. A delivery comes when it was
// answered, maybe after calls that it led to, so a traveller's words are put where they belong by when they were sent.

import { chipsOf, pagePart, whatsappPart } from "./phones_wire.js";

const DOTS = { messenger: 20_000, instagram: 20_000, whatsapp: 25_000 };
const PAGE_OWN = new Set(["message", "postback", "referral", "reaction", "message_edit"]);

/** A phone that was never written to. */
export function fresh(channel, person) {
  return { channel, person, bubbles: [], chips: [], chipsAt: 0, dots: 0, known: new Map() };
}

/** Take one more entry; gives the thread. */
export function fold(thread, entry) {
  if (!entry.people.includes(thread.person) || entry.channel !== thread.channel) return thread;
  if (entry.kind === "call") (thread.channel === "whatsapp" ? whatsappCall : pageCall)(thread, entry);
  else (thread.channel === "whatsapp" ? whatsappHook : pageHook)(thread, entry);
  return thread;
}

function add(thread, bubble) {
  const made = { id: "", state: "", reaction: "", reacted: "", isEdited: false, isGone: false, refusal: null, chips: [], ...bubble };
  let place = thread.bubbles.length;
  while (place && thread.bubbles[place - 1].order > made.order) place -= 1;
  thread.bubbles.splice(place, 0, made);
  if (made.id) thread.known.set(made.id, made);
  return made;
}

function said(thread, entry, { id, part, chips = [], metadata = "", reply = "" }) {
  thread.dots = 0;
  const refusal = isRefused(entry) ? refused(entry) : null;
  if (!refusal) Object.assign(thread, { chips, chipsAt: entry.at });
  if (id && thread.known.has(id)) return;
  add(thread, { id, side: "them", who: "bot", at: entry.at, entry: entry.number, order: entry.at, part, metadata, reply, refusal, state: entry.status ? "" : "hung" });
}

/** A message of ours that is shown without an id, because the answer to it never came: the echo tells the id. */
function isShown(thread, message) {
  const found = thread.bubbles.find((one) => one.state === "hung" && !one.id && one.metadata && one.metadata === message.metadata);
  if (!found) return false;
  found.id = message.mid;
  thread.known.set(message.mid, found);
  return true;
}

const isRefused = (entry) => entry.status >= 400;

function refused(entry) {
  const error = entry.answer?.error ?? {};
  return { status: entry.status, code: error.code, subcode: error.error_subcode, message: error.message ?? "No JSON came back.", details: error.error_data?.details ?? "" };
}

function pageCall(thread, entry) {
  const request = entry.body ?? {};
  if (request.sender_action) {
    if (!isRefused(entry)) pageAction(thread, entry, request);
  } else if (request.message) {
    const { message } = request;
    said(thread, entry, { id: entry.answer?.message_id ?? "", part: pagePart(message, entry.filled), chips: chipsOf(message), metadata: message.metadata ?? "", reply: request.reply_to?.mid ?? "" });
  }
}

function pageAction(thread, entry, request) {
  if (request.sender_action === "typing_on") thread.dots = entry.at + DOTS[thread.channel];
  if (request.sender_action === "typing_off") thread.dots = 0;
  if (request.sender_action === "mark_seen") seen(thread);
  const target = thread.known.get(request.payload?.message_id);
  if (target) target.reacted = request.sender_action === "react" ? "❤" : "";
}

function seen(thread) {
  for (const one of thread.bubbles) if (one.side === "me" && one.state !== "failed") one.state = "read";
}

function pageHook(thread, entry) {
  for (const item of (entry.body?.entry ?? []).flatMap((one) => [...(one.messaging ?? []), ...(one.standby ?? [])])) {
    const from = item.sender?.id;
    if (from === thread.person) pageHeard(thread, entry, item);
    else if (item.recipient?.id === thread.person && item.message?.is_echo) echoed(thread, entry, item.message);
  }
}

function echoed(thread, entry, message) {
  const mid = message.mid;
  if (thread.known.has(mid) || isShown(thread, message)) return;
  const isOurs = String(message.metadata ?? "").startsWith("tf:");
  if (!isOurs) passed(thread, entry);
  add(thread, { id: mid, side: "them", who: isOurs ? "bot" : "colleague", at: entry.at, entry: entry.number, order: entry.at, part: pagePart(message), metadata: message.metadata ?? "" });
}

function pageHeard(thread, entry, item) {
  const [kind] = Object.keys(item).filter((key) => PAGE_OWN.has(key));
  const content = item[kind];
  const at = Number(item.timestamp) || entry.at;
  const target = thread.known.get(content?.mid);
  if (kind === "message" && content.is_deleted) {
    if (target) target.isGone = true;
  } else if (kind === "message_edit") {
    if (target) Object.assign(target, { part: pagePart({ text: content.text }), isEdited: true });
  } else if (kind === "reaction") {
    if (target) target.reaction = content.action === "react" ? content.emoji : "";
  } else if (kind === "referral") {
    once(thread, `referral ${at}`, { side: "note", at, entry: entry.number, order: entry.at, part: { kind: "text", text: came(content) } });
  } else if (kind && target) {
    target.state = reached(entry, target.state);
  } else if (kind) {
    heardPage(thread, entry, { kind, content, at });
  }
}

function heardPage(thread, entry, { kind, content, at }) {
  passed(thread, entry);
  if (content.referral) add(thread, { side: "note", at, entry: entry.number, order: entry.at, part: { kind: "text", text: came(content.referral) } });
  const part = kind === "postback" ? { kind: "text", text: content.title ?? "" } : pagePart(content);
  const story = content.reply_to?.story ? "You replied to their story" : "";
  add(thread, { id: content.mid, side: "me", at, entry: entry.number, order: entry.at, part, reply: content.reply_to?.mid ?? "", above: story, state: reached(entry, "") });
}

const came = (referral) => `Came by ${{ ADS: "an advertisement", SHORTLINK: "a link" }[referral.source] ?? "a link"}${referral.ref ? ` (ref ${referral.ref})` : ""}`;

function once(thread, key, bubble) {
  if (!thread.known.has(key)) thread.known.set(key, add(thread, bubble));
}

/** Quick replies vanish when somebody writes; those that came since stay. */
function passed(thread, entry) {
  if (thread.chipsAt < entry.at) thread.chips = [];
}

/** What the traveller's own message shows: it was taken, or it is delivered again until it is. */
function reached(entry, before) {
  if (before === "read") return before;
  return entry.status === 200 ? "delivered" : "waiting";
}

function whatsappCall(thread, entry) {
  const request = entry.body ?? {};
  if (request.status === "read") {
    if (isRefused(entry)) return;
    if (request.typing_indicator) thread.dots = entry.at + DOTS.whatsapp;
    seen(thread);
  } else if (request.type === "reaction") {
    const target = thread.known.get(request.reaction?.message_id);
    if (target && !isRefused(entry)) target.reacted = request.reaction.emoji ?? "";
  } else if (request.type) {
    said(thread, entry, { id: entry.answer?.messages?.[0]?.id ?? "", part: whatsappPart(request, entry.filled), reply: request.context?.message_id ?? "" });
  }
}

function whatsappHook(thread, entry) {
  for (const change of (entry.body?.entry ?? []).flatMap((one) => one.changes ?? [])) {
    const value = change.value ?? {};
    for (const message of value.messages ?? []) {
      if (message.from === thread.person || message.from_user_id === thread.person) whatsappHeard(thread, entry, message);
    }
    for (const echo of value.message_echoes ?? []) {
      if (echo.to === thread.person || echo.to_user_id === thread.person) once(thread, echo.id, { id: echo.id, side: "them", who: "colleague", at: entry.at, entry: entry.number, order: entry.at, part: whatsappPart(echo) });
    }
    for (const status of value.statuses ?? []) whatsappFate(thread, status);
  }
}

function whatsappHeard(thread, entry, message) {
  const at = Number(message.timestamp) * 1000 || entry.at;
  const target = thread.known.get(message.reaction?.message_id ?? message.edit?.original_message_id ?? message.revoke?.original_message_id);
  if (message.type === "reaction") {
    if (target) target.reaction = message.reaction.emoji ?? "";
  } else if (message.type === "edit") {
    if (target) Object.assign(target, { part: whatsappPart(message.edit.message ?? {}), isEdited: true });
  } else if (message.type === "revoke") {
    if (target) target.isGone = true;
  } else if (message.type === "system") {
    once(thread, message.id, { side: "note", at, entry: entry.number, order: entry.at, part: { kind: "text", text: message.system?.body ?? "" } });
  } else if (message.type === "request_welcome") {
    once(thread, message.id, { side: "note", at, entry: entry.number, order: entry.at, part: { kind: "text", text: "Opened the chat" } });
  } else if (thread.known.has(message.id)) {
    const known = thread.known.get(message.id);
    known.state = reached(entry, known.state);
  } else {
    if (message.referral) add(thread, { side: "note", at, entry: entry.number, order: entry.at, part: { kind: "text", text: `Came by ${message.referral.source_type === "post" ? "a post" : "an advertisement"}${message.referral.headline ? ` “${message.referral.headline}”` : ""}` } });
    add(thread, { id: message.id, side: "me", at, entry: entry.number, order: entry.at, part: whatsappPart(message), reply: message.context?.id ?? "", state: reached(entry, "") });
  }
}

function whatsappFate(thread, status) {
  const target = thread.known.get(status.id);
  if (!target || status.status !== "failed") return;
  const [error = {}] = status.errors ?? [];
  target.refusal = { status: 200, code: error.code, message: error.title ?? error.message ?? "failed", details: error.error_data?.details ?? "" };
}
