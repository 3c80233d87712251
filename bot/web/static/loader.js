// Threadfare's chat: a button and a dialog with one frame.
(() => {
const tag = document.currentScript;
const waiting = window.tf?.q ?? [];
if (!tag || window.tf?.on) return;

const { origin } = new URL(tag.src);
const { site = "main", locale = document.documentElement.lang, integrity = "" } = tag.dataset;
const key = `threadfare:${site}`;
const narrow = matchMedia("(width < 480px)");
const heard = {};
let button, badge, status, dialog, frame, alive, kept = "", unread = 0;

const make = (name, what) => Object.assign(document.createElement(name), what);
const emit = (name, value) => heard[name]?.forEach((hear) => hear(value));

// Some keep nothing.
const token = () => { try { return localStorage.getItem(key) ?? ""; } catch { return kept; } };
function keep(fresh) {
  kept = fresh;
  try { fresh ? localStorage.setItem(key, fresh) : localStorage.removeItem(key); } catch {}
}

const post = (does) => frame?.here && frame.contentWindow.postMessage({ tf: does, token: token(), open: dialog.open }, origin);

function embed() {
  if (alive) return;
  frame?.remove();
  frame = make("iframe", { title: dialog.ariaLabel, src: `${origin}/v1/frame/${site}?locale=${locale}` });
  frame.onload = () => { frame.here = 1; post("hello"); dialog.open && frame.focus(); };
  dialog.append(frame);
}

const back = () => history.state?.tf && history.back();
const show = () => (narrow.matches ? dialog.showModal() : dialog.show());

function turn(on) {
  if (on === dialog.open) return;
  if (on) embed();
  on ? show() : dialog.close();
  button.ariaExpanded = on;
  (on ? frame : button).focus();
  const now = on ? "open" : "close";
  post(now);
  emit(now);
  on ? narrow.matches && history.pushState({ ...history.state, tf: 1 }, "") : back();
}

function count({ count, label, said }) {
  if (count > unread && !dialog.open) status.value = said;
  badge.textContent = count || "";
  button.ariaLabel = label;
  if (count !== unread) emit("unread", unread = count);
}

const does = {
  open: () => turn(true), close: () => turn(false),
  toggle: () => turn(!dialog.open),
  reset: () => { keep(""); post("reset"); },
};
window.tf = (what, name, hear) => {
  if (what === "on") (heard[name] ??= []).push(hear);
  else if (what === "site") begin(name);
  else if (dialog) does[what]?.();
  else waiting.push([what]);
};
tf.on = 1;

// By the site's own script.
function begin({ css, words }) {
  const look = new CSSStyleSheet();
  look.replaceSync(css);
  const [chat, title] = words[locale.slice(0, 2)] ?? words[""];
  button = make("button", { ariaLabel: chat, ariaHasPopup: "dialog", ariaExpanded: false, onclick: does.toggle });
  button.setAttribute("aria-controls", "chat");
  button.onkeydown = ({ key }) => { if (key === "Escape") turn(false); };
  button.append(badge = make("span"));
  status = make("output");
  dialog = make("dialog", { id: "chat", ariaLabel: title, oncancel: does.close });
  const root = make("div").attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [look];
  root.append(button, status, dialog);
  document.documentElement.append(root.host);
  if (token()) embed();
  for (const call of waiting) tf(...call);
}

addEventListener("message", ({ source, origin: from, data }) => {
  if (from !== origin || source !== frame?.contentWindow) return;
  alive = true;
  ({ token: keep, unread: count, ask: () => post("hello"), close: does.close })[data.tf]?.(data.value);
});
addEventListener("popstate", () => dialog?.open && narrow.matches && turn(false));
addEventListener("focus", () => post("look"));
addEventListener("storage", (event) => frame && event.key === key && !event.newValue && (turn(false), post("reset")));
back();
narrow.onchange = () => { if (dialog?.open) dialog.close(), show(); };
visualViewport?.addEventListener("resize", () => dialog?.style.setProperty("--seen", visualViewport.height + "px"));

document.head.append(make("script", {
  src: `${origin}/v1/site/${site}.js`, crossOrigin: "", nonce: tag.nonce, integrity,
  onerror: () => console.error(`Threadfare: no "${site}" for ${location.origin} in WEBCHAT_SITES`),
}));
})();
