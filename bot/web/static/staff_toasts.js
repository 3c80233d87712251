// Short notes above the page: what happened, for six seconds, with a way to undo it; whoever looks at one keeps it.
const SECONDS = 6;
const MOST = 3;

const place = () => document.getElementById("toasts");

/** Show a note. `href` makes it a link; `undo` is called when it is to be undone. Gives what takes it away. */
export function toast(text, { href = "", undo, seconds = SECONDS } = {}) {
  const note = document.createElement("div");
  note.className = "toast";
  const words = document.createElement(href ? "a" : "p");
  words.textContent = text;
  if (href) words.href = href;
  note.append(words);
  const away = () => { clearTimeout(timer); note.remove(); };
  if (undo) note.append(button("Undo", () => { away(); undo(); }));
  note.append(button("Dismiss", away, "quiet"));
  let timer;
  const wait = () => { timer = setTimeout(away, seconds * 1000); };
  // Nobody has to read against the clock: pointer or focus on it stops the time.
  for (const type of ["pointerenter", "focusin"]) note.addEventListener(type, () => clearTimeout(timer));
  for (const type of ["pointerleave", "focusout"]) note.addEventListener(type, () => { clearTimeout(timer); wait(); });
  place()?.append(note);
  while (place()?.childElementCount > MOST) place().firstElementChild.remove();
  wait();
  return away;
}

function button(label, act, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/** After a form with `data-toast` was taken ("desk:done"), say so; with `data-undo` its fields undo it there. */
export function undoable() {
  addEventListener("desk:done", ({ detail: { form, fields } }) => {
    const { toast: said, undo: path } = form.dataset;
    if (!said) return;
    toast(said, path ? { undo: () => undoBy(path, fields) } : {});
  });
}

async function undoBy(path, fields) {
  try {
    const answer = await fetch(path, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    toast(told.problem || "Undone.");
  } catch {
    toast("That did not get through. Try again.", { undo: () => undoBy(path, fields) });
  }
}
