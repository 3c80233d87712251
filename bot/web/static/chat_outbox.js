// Messages on their way: one after the other, again until they are taken, kept over a reload.
const KEY = "outbox";
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
  }

  add(message) {
    this.waiting.push({ message, tries: 0 });
    this.view.show(message);
    this.view.tell(message, "sending");
    this.keep();
    this.flush();
  }

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    for (const message of kept) if (!this.view.isThere(message)) this.add(message);
    this.keep();
  }

  retry(message) {
    const item = this.waiting.find((other) => other.message === message);
    if (!item) this.waiting.push({ message, tries: 0 });
    else item.tries = 0;
    this.flush();
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length && navigator.onLine) {
      const [item] = this.waiting;
      this.view.tell(item.message, "sending");
      const problem = await this.post(item.message);
      if (problem === null) {
        item.tries += 1;
        if (item.tries >= 5) {
          this.view.tell(item.message, "unsent");
          break;
        }
        await new Promise((done) => { setTimeout(done, 500 * 2 ** item.tries + Math.random() * 300); });
        continue;
      }
      this.waiting.shift();
      this.view.tell(item.message, problem ? "unsent" : "sent", problem);
      this.keep();
    }
    this.busy = false;
  }

  /** "" when it was taken, a sentence when it never will be, null when it is worth trying again. */
  async post(message) {
    try {
      const answer = await fetch("/chat/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(15000),
      });
      if (answer.status === 422) return this.view.refused(message);
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        this.view.taken(message, told);
        return "";
      }
      return answer.status >= 500 || answer.status === 429 ? null : (told.problem ?? `${answer.status}`);
    } catch {
      return null;
    }
  }

  keep() {
    sessionStorage.setItem(KEY, JSON.stringify(this.waiting.map((item) => item.message)));
  }
}
