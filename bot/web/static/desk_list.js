// The list of threads never jumps under the pointer: what is new waits while somebody is in it, and says how much.
const list = document.getElementById("queue");
const region = document.getElementById("threads");
const button = document.getElementById("list-news");
let inside = false;
let waiting;
let show = () => {};

const links = (root) => [...root.querySelectorAll(".row")].map((row) => row.getAttribute("href"));
const isBusy = () => inside || region.contains(document.activeElement);

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function flush() {
  if (waiting === undefined) return;
  const html = waiting;
  waiting = undefined;
  button.hidden = true;
  show(html);
}

/** Shows a list now if nothing moves by it or nobody is there, and later if somebody is. */
export function showList(html) {
  const before = links(list);
  const after = links(parsed(html));
  const moves = before.length !== after.length || before.some((link, index) => link !== after[index]);
  if (!moves || !isBusy()) {
    waiting = undefined;
    button.hidden = true;
    show(html);
    return;
  }
  waiting = html;
  const fresh = after.filter((link) => !before.includes(link)).length;
  button.textContent = fresh ? `${fresh} new – update` : "Order changed – update";
  button.hidden = false;
}

/** A list comes as everybody sees it: here the open thread is marked, and what is one's own. */
function showOwn() {
  for (const row of list.querySelectorAll(".row")) {
    if (new URL(row.href).pathname === location.pathname) row.setAttribute("aria-current", "page");
  }
  for (const badge of list.querySelectorAll(`[data-agent="${CSS.escape(document.body.dataset.me)}"]`)) {
    badge.textContent = "Yours";
    badge.dataset.mine = "";
  }
}

export function listBy(draw) {
  show = (html) => { draw(html); showOwn(); };
  if (!list || !button) return;
  region.addEventListener("pointermove", () => { inside = true; }, { passive: true });
  region.addEventListener("pointerleave", () => { inside = false; if (!isBusy()) flush(); });
  region.addEventListener("focusout", () => setTimeout(() => isBusy() || flush()));
  button.addEventListener("click", () => { flush(); list.focus(); });
}
