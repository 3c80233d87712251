// What is new, as it comes: server-sent events that resume, or asking every three seconds where no stream is to be had.
const PAUSE = 3000;

/** Calls `parts[name](html)` for every piece of news, and `state("live" | "away")` as the connection comes and goes. */
export function follow(since, parts, state, path = "/live/thread") {
  let last = since;

  async function ask() {
    try {
      const answer = await fetch(`${path}${path.includes("?") ? "&" : "?"}once&since=${encodeURIComponent(last)}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const told = await answer.json();
      if (told.resync) return location.reload();
      for (const [name, html] of told.parts) parts[name]?.(html);
      last = told.since;
      state("live");
    } catch {
      state("away");
    }
    return setTimeout(ask, PAUSE);
  }

  function connect() {
    const stream = new EventSource(`${path}${path.includes("?") ? "&" : "?"}since=${encodeURIComponent(last)}`);
    for (const [name, show] of Object.entries(parts)) {
      stream.addEventListener(name, (event) => {
        last = event.lastEventId || last;
        show(event.data);
      });
    }
    stream.addEventListener("resync", () => { stream.close(); location.reload(); });
    stream.addEventListener("busy", () => { stream.close(); ask(); });
    stream.addEventListener("open", () => state("live"));
    stream.addEventListener("error", () => {
      state("away");
      if (stream.readyState === EventSource.CLOSED) setTimeout(ask, PAUSE);
    });
    addEventListener("pagehide", () => stream.close(), { once: true });
    // A page that comes back from the browser's cache goes on where it was.
    addEventListener("pageshow", (event) => event.persisted && connect(), { once: true });
  }

  if ("EventSource" in globalThis) connect();
  else ask();
}
