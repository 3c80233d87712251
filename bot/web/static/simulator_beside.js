// The simulator beside the editor, in windows that have the room: opened by its link, there again after each change of
// the draft until it is closed. A narrow window, and a page without a script, follow the link.
const WIDE = matchMedia("(min-width: 1440px)");
const key = (beside) => `try:${beside.dataset.beside}`;
let ways;

function bar(beside) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "Close the simulator";
  close.addEventListener("click", () => {
    sessionStorage.removeItem(key(beside));
    beside.replaceChildren(...beside.closed);
    beside.querySelector("a").focus();
  });
  return close;
}

async function open(beside, path) {
  try {
    const { root } = await ways.fetched(path);
    beside.closed ??= [...beside.childNodes];
    beside.replaceChildren(bar(beside), root);
    sessionStorage.setItem(key(beside), root.dataset.simulator);
    ways.toNewest(root);
    return root;
  } catch {
    location.assign(beside.dataset.beside);
    return null;
  }
}

async function follow(event) {
  const link = event.target.closest('[data-beside] a[href$="/try"]');
  if (!link || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const root = await open(link.closest("[data-beside]"), link.getAttribute("href"));
  root?.querySelector("select, textarea")?.focus();
}

export const besides = {
  /** Whether a simulator stands beside something: where its talk goes on is kept until the window is closed. */
  kept(root) {
    const beside = root.closest("[data-beside]");
    if (beside) sessionStorage.setItem(key(beside), root.dataset.simulator);
    return beside !== null;
  },
  /** Open what was open before the page was drawn anew. */
  begin(given) {
    ways = given;
    document.addEventListener("click", follow);
    const beside = document.querySelector("[data-beside]");
    const path = beside && sessionStorage.getItem(key(beside));
    if (path && WIDE.matches) open(beside, path);
  },
};
