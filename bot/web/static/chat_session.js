// Whose talk this is: the page's own cookie says it, or in a frame the token that the host page keeps.
const { site, origins } = document.body.dataset;
const PATIENCE = 20000;
let access = "";
let entered;

export const framed = site !== undefined;
export const language = document.documentElement.lang;

/** What outlives a reload; for a frame some browsers keep it only as long as the page. */
const memory = new Map();
export function keep(name, text) {
  memory.set(name, text);
  try { sessionStorage.setItem(name, text); } catch { /* nothing is kept here */ }
}
export function kept(name) {
  try { return sessionStorage.getItem(name) ?? ""; } catch { return memory.get(name) ?? ""; }
}
export function keepNothing() {
  memory.clear();
  try { sessionStorage.clear(); } catch { /* nothing was kept */ }
}

// The host page speaks first; nobody else is heard or told anything.
let host = "";
/** Whether the panel is open, by the host page's last word. */
export let opened = false;
const hearers = new Set();
export const hear = (hearer) => hearers.add(hearer);
export const tell = (what, value) => host && parent.postMessage({ tf: what, value }, host);
if (framed) {
  addEventListener("message", ({ data, origin, source }) => {
    if (source !== parent || !origins.split(" ").includes(origin)) return;
    if (!host) {
      host = origin;
      tell("here");
    }
    opened = data.open;
    for (const hearer of [...hearers]) hearer(data);
  });
  if (parent === self) location.replace("/chat");
}

/** The next word of the host page that says what is asked for. */
const until = (wanted) => new Promise((done) => {
  const hearer = (said) => {
    if (!wanted(said)) return;
    hearers.delete(hearer);
    done(said);
  };
  hear(hearer);
});

/** Begin a visit, or go on with that of a token; null when the token, which is dropped, is not good any more. */
async function enter(token) {
  const answer = await fetch("/v1/sessions", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language, ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ site }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 401) {
    tell("token", "");
    keepNothing();
    return null;
  }
  // Too many new chats from here: it says so, and is tried again.
  if (answer.status === 429) throw new Error((await answer.json()).problem);
  if (!answer.ok) throw new Error();
  const told = await answer.json();
  tell("token", told.token);
  access = told.access;
  return told;
}

/** Again until it succeeds, ever more slowly. */
async function persist(token, state) {
  for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
    try {
      const told = await enter(token);
      state("live");
      return told;
    } catch (error) {
      state("away", error.name === "Error" ? error.message : "");
      await new Promise((done) => { setTimeout(done, pause * (0.75 + Math.random() / 2)); });
    }
  }
}

/** Another tab may have turned the token meanwhile: the host page is asked for the newest. */
let renewing;
function renew() {
  renewing ??= (async () => {
    const newest = until((said) => said.tf === "hello");
    tell("ask");
    const late = new Promise((_, fail) => { setTimeout(fail, PATIENCE, new Error("The host page is silent.")); });
    const { token } = await Promise.race([newest, late]);
    if (!token || !await enter(token)) location.reload();
  })().finally(() => { renewing = undefined; });
  return renewing;
}

/** A request of this talk; one that came too late for its token is made again with a fresh one. */
export async function call(path, how = {}) {
  if (!framed) return fetch(path, how);
  await entered;
  const ask = () => fetch(path, { ...how, headers: { ...how.headers, Authorization: `Bearer ${access}`, "Accept-Language": language } });
  const answer = await ask();
  if (answer.status !== 401) return answer;
  await renew();
  return ask();
}

/** With a token the frame enters at once, else when it is opened: who never opens it is not remembered. */
async function come(state) {
  for (;;) {
    const { token } = await until((said) => said.token || said.open);
    const told = await persist(token, state) ?? (opened && await persist("", state));
    if (told) return told;
  }
}

/** What the page itself was drawn with. */
const shown = () => ({
  place: document.getElementById("place").textContent,
  earlier: Number(new URL(document.querySelector(".earlier a").href).searchParams.get("before")),
});

/** The talk of this page: the live id from which it goes on, and the newest row seen before. */
export async function openTalk(log, state) {
  if (!framed) return { live: document.body.dataset.live, seen: Infinity, ...shown() };
  document.body.inert = false;
  // Forgotten before it was there: nothing of it may come back.
  const drop = ({ tf }) => { if (tf === "reset") location.reload(); };
  hear(drop);
  entered = come(state);
  const talk = await entered;
  hearers.delete(drop);
  log.innerHTML = talk.html;
  return talk;
}
