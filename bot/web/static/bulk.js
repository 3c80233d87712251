// Choosing several threads: shift chooses a range, and the page says how many are chosen.
import { tellClocks } from "./due.js";

const form = document.getElementById("bulk");
const boxes = [...form.querySelectorAll('input[name="thread"]')];
const every = form.querySelector('input[name="every"]');
const told = document.getElementById("chosen");
let last = null;

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  if (told) told.textContent = every.checked ? "" : `${count} chosen`;
}

for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    tell();
  });
}
// With the shift key held, a click on a label would select words instead.
form.addEventListener("mousedown", (event) => { if (event.shiftKey && event.target.closest(".tick")) event.preventDefault(); });
every?.addEventListener("change", tell);
tellClocks(document);
tell();
