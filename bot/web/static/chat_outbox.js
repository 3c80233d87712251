// Messages on their way: one after the other, again until they are taken, kept over a reload.
import { call, keep, kept } from "./chat_session.js";

const KEY = "outbox";
const PATIENCE = 30000;
const SLOWEST = 8000;
const letters = "abcdefghijklmnopqrstuvwxyz";

/** An id of letters alone: 26 letters hold 122 bits, and never look like a number. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => letters[byte % 26]).join("");
}

export class Outbox {
  constructor(view) {
    this.view = view;
    this.waiting = [];
    this.busy = false;
    this.wake = () => {};
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  add(message) {
    this.waiting.push({ message });
    this.view.show(message);
    this.view.tell(message, "sending");
    this.keep();
    this.flush();
  }

  restore() {
    const left = JSON.parse(kept(KEY) || "[]");
    for (const message of left) if (!this.view.isThere(message)) this.add(message);
    this.keep();
  }

  retry(message) {
    if (!this.waiting.some((item) => item.message === message)) this.waiting.push({ message });
    this.flush();
  }

  /** Send what waits; who comes back or writes something new need not wait for the next try. */
  async flush() {
    this.wake();
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length && await this.send(this.waiting[0])) { /* the next */ }
    this.busy = false;
  }

  /** Try for half a minute; a message that is not taken keeps its place, so that nothing overtakes it. */
  async send(item) {
    const { message } = item;
    let until = Date.now() + PATIENCE;
    this.view.tell(message, "sending");
    for (let pause = 500; ; pause = Math.min(pause * 2, SLOWEST)) {
      const { problem, later } = await this.post(message);
      if (problem !== undefined) {
        this.waiting.shift();
        this.view.tell(message, problem ? "unsent" : "sent", problem);
        this.keep();
        return true;
      }
      if (later) until += later;
      if (Date.now() > until) {
        this.view.tell(message, "unsent");
        return false;
      }
      await this.rest(later || pause + Math.random() * 300, { firm: Boolean(later) });
    }
  }

  /** `problem` is "" when it was taken, a sentence when it never will be; else it is worth trying again, `later` ms from now at the soonest. */
  async post(message) {
    try {
      const answer = await call("/chat/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(15000),
      });
      if (answer.status === 422) return { problem: this.view.refused(message) };
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        this.view.taken(message, told);
        return { problem: "" };
      }
      if (answer.status === 429) return { later: 1000 * (Number(answer.headers.get("Retry-After")) || 5) };
      return answer.status >= 500 || answer.status === 401 ? {} : { problem: told.problem ?? `${answer.status}` };
    } catch {
      return {};
    }
  }

  rest(pause, { firm }) {
    return new Promise((done) => {
      const timer = setTimeout(done, pause);
      this.wake = firm ? () => {} : () => { clearTimeout(timer); done(); };
    });
  }

  keep() {
    keep(KEY, JSON.stringify(this.waiting.map((item) => item.message)));
  }
}
