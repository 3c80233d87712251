// What is new, as it comes: server-sent events from the last id on, or asking every three seconds.
const PAUSE = 3000;
const SILENCE = 30000;
const FIRST_WORD = 10000;
const SLOWEST = 10000;
const MOST_ASKED = 100;

/** Each event of a stream, once all of it is there; `alive` is called with every sign of life. */
async function listen(body, alive, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    text += value;
    const parts = text.split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const said = { event: "message", id: "", data: [] };
      for (const line of part.split("\n")) {
        const [, name, rest] = /^(\w*): ?(.*)$/.exec(line) ?? [];
        if (name === "data") said.data.push(rest);
        else if (name) said[name] = rest;
      }
      if (take(said.event, said.data.join("\n"), said.id) === false) return reader.cancel();
    }
  }
}

/**
 * Calls `parts[name](html)` for every piece of news, and `state("live" | "away")` as the connection comes and goes.
 * `missed` gives the row after which lines are fetched when the page was away for longer than notes are remembered;
 * without it the page loads itself again. Gives `pause` and `resume`: nothing is held open in between.
 */
export function follow(since, parts, state, { path = "/live/thread", call = fetch, missed } = {}) {
  const address = (more) => `${path}${path.includes("?") ? "&" : "?"}${more}since=${encodeURIComponent(last)}`;
  let last = since;
  let stop;
  let wake = () => {};
  let asks = false;
  let asked = 0, seen;

  const rest = (pause) => new Promise((done) => {
    const timer = setTimeout(done, pause);
    wake = () => { clearTimeout(timer); done(); };
  });

  async function catchUp() {
    if (!missed) return location.reload();
    const answer = await call(`/live/lines?after=${Math.max(0, missed() - 50)}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const told = await answer.json();
    if (!told.whole) return location.reload();
    for (const [name, html] of told.parts) parts[name]?.(html);
    last = told.since;
    return undefined;
  }

  async function ask(signal) {
    const answer = await call(address(`once&seen=${seen}&`), { cache: "no-store", signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const told = await answer.json();
    for (const [name, html] of told.parts) parts[name]?.(html);
    seen = told.seen;
    if (told.resync) await catchUp();
    else last = told.since;
    state("live");
    asked += 1;
    asks = asked % MOST_ASKED !== 0;
    return PAUSE;
  }

  /** Until the connection ends; a silent one is taken for dead, because the server gives a sign of life in time. */
  async function stream(signal, cut) {
    let heard = false;
    let lost = false;
    let timer = setTimeout(cut, FIRST_WORD);
    const alive = () => {
      heard = true;
      clearTimeout(timer);
      timer = setTimeout(cut, SILENCE);
    };
    try {
      const answer = await call(address(""), { cache: "no-store", headers: { Accept: "text/event-stream" }, signal });
      if (!answer.ok) throw new Error(`${answer.status}`);
      state("live");
      await listen(answer.body, alive, (name, html, id) => {
        if (name === "busy") asks = true;
        lost = name === "resync";
        if (asks || lost) return false;
        last = id || last;
        return parts[name]?.(html);
      });
    } finally {
      clearTimeout(timer);
      // Something on the way holds the stream back: asking gets through.
      asks ||= !heard && signal.reason === cut;
    }
    if (lost) await catchUp();
    return asks ? 0 : 300;
  }

  async function run() {
    const mine = new AbortController();
    stop = mine;
    let slow = 500;
    while (!mine.signal.aborted) {
      const once = new AbortController();
      const cut = () => once.abort(cut);
      const end = () => once.abort();
      mine.signal.addEventListener("abort", end);
      try {
        const pause = asks ? await ask(once.signal) : await stream(once.signal, cut);
        slow = 500;
        await rest(pause);
      } catch {
        if (mine.signal.aborted) return;
        state("away");
        slow = Math.min(slow * 2, SLOWEST);
        await rest(slow * (0.75 + Math.random() / 2));
      } finally {
        mine.signal.removeEventListener("abort", end);
      }
    }
  }

  const pause = () => { stop?.abort(); stop = undefined; wake(); };
  const resume = () => {
    if (stop) return;
    asks = false;
    run();
  };
  addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  addEventListener("pagehide", pause);
  // A page that comes back from the browser's cache goes on where it was.
  addEventListener("pageshow", (event) => event.persisted && resume());
  resume();
  return { pause, resume };
}
