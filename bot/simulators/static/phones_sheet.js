// What slides over a phone: a list's rows, a page in the app's own browser, menus. One modal dialog, laid over its phone.

import { make } from "./phones_draw.js";

/** Open a sheet over a phone; `fill(close)` gives what stands in it. `share` is how much of the phone it takes. */
export function sheet(phone, title, fill, { share = "", opener = document.activeElement } = {}) {
  const dialog = make("dialog", { class: `sheet ${share}`, "aria-label": title });
  const close = () => dialog.close();
  const shut = make("button", { class: "quiet", type: "button", "aria-label": "Close", click: close }, "✕");
  dialog.append(make("header", {}, make("h3", {}, title), shut), make("div", { class: "within" }, fill(close)));
  dialog.dataset.channel = phone.dataset.channel;
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  const lay = () => over(dialog, phone.querySelector(".screen"));
  window.addEventListener("resize", lay);
  dialog.addEventListener("close", () => {
    window.removeEventListener("resize", lay);
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  lay();
  return dialog;
}

function over(dialog, screen) {
  const box = screen.getBoundingClientRect();
  const top = Math.max(box.top + screen.clientTop, 0);
  const set = (name, value) => dialog.style.setProperty(name, `${Math.round(value)}px`);
  set("--left", box.left + screen.clientLeft);
  set("--top", top);
  set("--width", screen.clientWidth);
  set("--height", Math.min(box.bottom - screen.clientTop, window.innerHeight) - top);
}

/** The rows of a WhatsApp list: one is chosen, then sent. */
export function listSheet(phone, part, send) {
  const name = `rows-${Date.now()}`;
  return sheet(phone, part.label, (close) => make("form", {
    method: "dialog",
    submit: (event) => {
      event.preventDefault();
      const chosen = new FormData(event.target).get(name);
      const row = part.sections.flatMap((section) => section.rows).find((one) => one.tap === chosen);
      close();
      if (row) send(row);
    },
  }, part.sections.map((section) => make("fieldset", {}, make("legend", { class: section.title ? "" : "unseen" }, section.title || part.label),
    section.rows.map((row) => make("label", { class: "choice" },
      make("span", {}, make("b", {}, row.title), row.description ? make("small", {}, row.description) : null),
      make("input", { type: "radio", name, value: row.tap, required: true }))))),
  make("button", { class: "main", type: "submit" }, "Send")), { share: "tall" });
}

/** A page in the app's browser. Our pages refuse to stand within another page, so it has a window of its own; who
 * comes back from there is in the chat again. */
export function browserSheet(phone, button) {
  const host = new URL(button.url, location.href).host;
  const opened = sheet(phone, host, (close) => [
    make("p", {}, `“${button.title}” opens in the app’s own browser${button.ratio && button.ratio !== "full" ? `, over ${{ compact: "half", tall: "three quarters" }[button.ratio]} of the screen` : ""}. Pages with payment refuse to be shown within another page, so here it has a window of its own.`),
    make("p", {}, make("a", { class: "button", href: button.url, target: "_blank", rel: "noopener noreferrer" }, "Open it again"), " ", make("button", { class: "main", type: "button", click: close }, "Back to the chat")),
  ], { share: button.ratio ?? "full" });
  const back = () => opened.close();
  window.addEventListener("focus", back, { once: true });
  opened.addEventListener("close", () => window.removeEventListener("focus", back));
  return opened;
}
