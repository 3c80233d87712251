// One phone: holds a thread a person, draws what is new, and turns taps and words into what its owner does.

import { draw, make } from "./phones_draw.js";
import { attachments, backstage, entrances, onMessage } from "./phones_menus.js";
import { browserSheet, listSheet } from "./phones_sheet.js";
import { fold, fresh } from "./phones_thread.js";
import { isMobileOnly } from "./phones_wire.js";

const CLOCK = { hour: "2-digit", minute: "2-digit" };
const HOUR = 3_600_000;

/** A phone over its element of the page; `post(path, body)` does what is to be done. */
export class Phone {
  constructor(element, post) {
    this.element = element;
    this.channel = element.dataset.channel;
    this.post = post;
    this.threads = new Map();
    this.told = { people: [], profile: {}, faults: [], next: [] };
    this.person = "";
    this.isDesktop = false;
    this.ahead = 0;
    this.drawn = "";
    this.log = this.find(".log");
    this.field = this.find("textarea");
    this.listen();
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  listen() {
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.write();
      }
    });
    this.find(".who").addEventListener("change", (event) => this.choose(event.target.value));
    this.find(".unblock").addEventListener("click", () => this.act("unblocks"));
    const opens = { ".backstage": backstage, ".entrances": entrances, ".attach": attachments };
    for (const [selector, open] of Object.entries(opens)) this.find(selector).addEventListener("click", () => open(this));
    this.find(".desktop")?.addEventListener("click", (event) => {
      this.isDesktop = !this.isDesktop;
      event.target.setAttribute("aria-pressed", String(this.isDesktop));
      this.element.classList.toggle("wide", this.isDesktop);
      this.redraw();
    });
    document.addEventListener("visibilitychange", () => this.read());
  }

  /** What the owner does. */
  act(verb, body = {}) {
    return this.post(`${this.channel}/${encodeURIComponent(this.person)}/${verb}`, body);
  }

  async write() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    if (!(await this.act("says", { text }))) this.field.value = text;
  }

  choose(person) {
    this.person = person;
    this.people();
    this.tick();
    this.redraw();
    this.field.focus();
  }

  /** Take the newest state: who there is, and what went over the wire since. */
  take(told, entries, now) {
    this.told = told;
    this.ahead = now - Date.now();
    for (const { id } of told.people) if (!this.threads.has(id)) this.threads.set(id, fresh(this.channel, id));
    for (const entry of entries) for (const thread of this.threads.values()) fold(thread, entry);
    const known = this.person || told.people[0]?.id || "";
    if (known !== this.person) this.person = known;
    this.people();
    this.welcome();
    const mine = entries.some((entry) => entry.channel === this.channel && entry.people.includes(this.person));
    if (mine || !this.drawn) this.redraw();
    this.tick();
  }

  people() {
    const select = this.find(".who");
    const ids = this.told.people.map((one) => one.id).join(" ");
    if (select.dataset.ids !== ids) {
      select.dataset.ids = ids;
      select.replaceChildren(...this.told.people.map((one) => make("option", { value: one.id }, one.name)));
    }
    select.value = this.person;
  }

  get thread() {
    return this.threads.get(this.person) ?? fresh(this.channel, this.person);
  }

  get owner() {
    return this.told.people.find((one) => one.id === this.person) ?? {};
  }

  redraw() {
    this.drawn = this.person;
    const { thread } = this;
    const isNear = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    const rows = thread.bubbles.map((bubble, index) => this.row(bubble, thread.bubbles[index - 1], index)).filter(Boolean);
    this.keep(rows);
    if (focused && document.activeElement === document.body) this.log.querySelector(`[data-key="${focused}"] button`)?.focus();
    this.chips();
    this.welcome();
    if (isNear || thread.bubbles.at(-1)?.side === "me") this.settle();
    this.read();
  }

  /** Leave rows that did not change where they are: a screen reader hears what is new, and nothing twice. */
  keep(rows) {
    const before = new Map([...this.log.children].map((row) => [row.dataset.key, row]));
    const kept = rows.map((row) => {
      const old = before.get(row.dataset.key);
      return old?.dataset.stamp === row.dataset.stamp ? old : row;
    });
    for (const row of [...this.log.children]) if (!kept.includes(row)) row.remove();
    kept.forEach((row, at) => {
      if (this.log.children[at] !== row) this.log.insertBefore(row, this.log.children[at] ?? null);
    });
  }

  settle() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  row(bubble, before, index) {
    if (this.isDesktop && bubble.side === "them" && isMobileOnly(bubble.part) && !bubble.refusal) return null;
    const name = { me: "You", them: bubble.who === "colleague" ? "Somebody in the inbox" : this.element.dataset.brand, note: "" }[bubble.side];
    const acts = { tap: (one) => this.tap(one), open: (one) => this.open(one), list: (part) => listSheet(this.element, part, (row) => this.tap(row)) };
    const shown = bubble.isGone ? make("div", { class: "bubble gone" }, "You unsent a message") : draw(bubble.part, acts);
    const more = bubble.side === "note" || !bubble.id ? null : make("button", { class: "more", type: "button", "aria-haspopup": "dialog", "aria-label": `More about “${gist(bubble)}”`, click: () => onMessage(this, bubble) }, "⋯");
    const row = make("div", { class: `line ${bubble.side} ${bubble.who ?? ""} ${bubble.refusal ? "refused" : ""}` },
      name ? make("span", { class: bubble.who === "colleague" && before?.who !== "colleague" ? "name" : "unseen" }, `${name}: `) : null,
      bubble.reply ? make("small", { class: "above" }, `↩ ${gist(this.thread.known.get(bubble.reply) ?? { part: { kind: "a message" } })}`) : null,
      bubble.above ? make("small", { class: "above" }, bubble.above) : null,
      make("div", { class: "beside" }, shown, more),
      bubble.reaction || bubble.reacted ? make("span", { class: "reaction", role: "img", "aria-label": `Reaction ${bubble.reaction || bubble.reacted}` }, bubble.reaction || bubble.reacted) : null,
      this.under(bubble, index));
    row.dataset.key = `${this.person} ${index}`;
    row.dataset.stamp = JSON.stringify([bubble, this.under(bubble, index)?.textContent ?? "", this.isDesktop]);
    return row;
  }

  /** The small words below a bubble: when, ticks, and why it is not shown at all. */
  under(bubble, index) {
    if (bubble.refusal) return refusal(this.element.dataset.product, bubble.refusal);
    if (bubble.side === "note") return null;
    const isLast = index === this.thread.bubbles.findLastIndex((one) => one.side === bubble.side && !one.refusal);
    const time = new Date(bubble.at).toLocaleTimeString("en-GB", CLOCK);
    const edited = bubble.isEdited && !bubble.isGone ? "Edited " : "";
    const hung = bubble.state === "hung" ? "(the sender got no answer) " : "";
    if (this.channel === "whatsapp") return make("small", { class: "under" }, edited, hung, time, bubble.side === "me" ? ticks(bubble.state) : null);
    const state = bubble.side === "me" && isLast ? { read: "Seen", delivered: this.channel === "messenger" ? "Delivered" : "", waiting: "Sending: the webhook did not answer 200, it is delivered again" }[bubble.state] : "";
    const own = [edited, hung, isLast ? time : "", state ? ` · ${state}` : ""].join("");
    return own ? make("small", { class: "under" }, own) : null;
  }

  chips() {
    const row = this.find(".chips");
    const chips = this.isDesktop ? [] : this.thread.chips;
    row.hidden = !chips.length;
    if (isAsBefore(row, chips)) return;
    row.replaceChildren(...chips.map((chip) => make("button", { type: "button", click: () => this.tap(chip) }, chip.title)));
  }

  /** What an app shows before the first word: Get Started, or questions to begin with. */
  welcome() {
    const { profile } = this.told;
    const isEmpty = !this.thread.bubbles.length;
    const questions = isEmpty ? (profile.ice_breakers ?? []) : [];
    const starts = isEmpty && Boolean(profile.get_started) && !questions.length;
    const greeting = isEmpty ? profile.greeting ?? "" : "";
    this.find(".welcome").hidden = !isEmpty;
    this.find(".greeting").textContent = greeting;
    if (!isAsBefore(this.find(".starters"), [questions, starts])) {
      const ask = (one) => make("button", { type: "button", click: () => this.act("taps", { title: one.question, payload: one.payload }) }, one.question);
      const start = make("button", { class: "main", type: "button", click: () => this.act("opens") }, "Get Started");
      this.find(".starters").replaceChildren(...questions.map(ask), ...(starts ? [start] : []));
    }
    this.find(".blocked").hidden = !this.owner.blocked;
    this.find(".composer").hidden = starts || this.owner.blocked;
    const hasMenu = Boolean(profile.persistent_menu?.length);
    this.find(".menu").hidden = !hasMenu;
  }

  async tap(one) {
    this.thread.chips = [];
    this.chips();
    await this.act("taps", { payload: one.tap, title: one.title });
    if (matchMedia("(hover: hover)").matches) this.field.focus({ preventScroll: true });
  }

  open(button) {
    if (!button.browser && /^https?:/.test(button.url)) browserSheet(this.element, button);
  }

  /** Tell the platform that the owner saw what is new, as apps do by themselves. */
  async read() {
    const last = this.thread.bubbles.findLast((one) => one.side === "them" && one.id && !one.refusal)?.id;
    if (!last || this.thread.seen === last || document.hidden || !this.element.offsetParent) return;
    this.thread.seen = last;
    await this.act("reads");
  }

  /** What changes with time alone: dots, and how long the window stays open. */
  tick() {
    const now = Date.now() + this.ahead;
    const { thread, owner } = this;
    const dots = this.find(".dots");
    const isTyping = thread.dots > now;
    if (dots.hidden === isTyping) {
      dots.hidden = !isTyping;
      if (isTyping) this.settle();
    }
    this.find(".time").textContent = new Date(now).toLocaleTimeString("en-GB", CLOCK);
    this.find(".window").textContent = frame(owner, now, this.channel);
    this.find(".window").dataset.state = owner.closes > now && !owner.blocked ? "open" : "closed";
    this.find(".next").textContent = this.told.next.length ? `The next call meets: ${this.told.next.join(", ")}` : "";
  }
}

/** Whether an element already shows this: what has the focus in it keeps it. */
function isAsBefore(element, shown) {
  const stamp = JSON.stringify(shown);
  const same = element.dataset.stamp === stamp;
  element.dataset.stamp = stamp;
  return same;
}

function ticks(state) {
  const [sign, label] = { read: ["✓✓", "read"], delivered: ["✓✓", "delivered"], waiting: ["◷", "not delivered yet: the webhook did not answer 200"] }[state] ?? ["✓", "sent"];
  return make("span", { class: `ticks ${state}`, role: "img", "aria-label": ` ${label}` }, ` ${sign}`);
}

function refusal(product, told) {
  if (told.code === undefined) return make("small", { class: "under refusal" }, make("b", {}, `Never shown: ${product} answered with no more than an error page. `), `HTTP ${told.status}`);
  const code = [told.code, told.subcode].filter((one) => one !== undefined).join("/");
  const isSaid = told.message?.endsWith(told.details);
  const words = [told.message, isSaid ? "" : told.details].filter(Boolean).join(": ");
  return make("small", { class: "under refusal" }, make("b", {}, told.status === 200 ? "Not delivered. " : `Never shown: ${product} refused it. `), `${words}${code && !words.includes(`#${told.code}`) ? ` (${code})` : told.subcode ? ` (${code})` : ""} · HTTP ${told.status}`);
}

function frame(owner, now, channel) {
  if (owner.blocked) return "The airline is blocked";
  if (!owner.closes) return "Window closed: nothing was ever written";
  const left = owner.closes - now;
  if (left > 0) return `Window open for ${Math.floor(left / HOUR)} h ${Math.floor((left % HOUR) / 60_000)} min`;
  const days = Math.ceil((owner.agents - now) / (24 * HOUR));
  const who = [channel === "instagram" ? "" : "templates", days > 0 ? `people for ${days} days` : ""].filter(Boolean);
  return `Window closed: ${who.join(", or ") || "nothing at all"}`;
}

const gist = (bubble) => String(bubble.part.text || bubble.part.caption || bubble.part.type || bubble.part.kind).slice(0, 40);
