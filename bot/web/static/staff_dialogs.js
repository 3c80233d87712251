// Dialogs over the page in place of pages of their own, and menus that close when one goes elsewhere.

addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest?.("dialog .cancel")) event.target.closest("dialog").close();
  // A click on what lies behind a dialog lands on the dialog itself.
  if (event.target instanceof HTMLDialogElement && outside(event, event.target)) event.target.close();
  for (const menu of document.querySelectorAll("details.drop[open]")) if (!menu.contains(event.target)) menu.open = false;
});

function outside({ clientX: x, clientY: y }, dialog) {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

/** Close the innermost thing that is open; whether there was one. A dialog closes by itself. */
export function closeOne() {
  const menu = document.querySelector("details.drop[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  }
  if (location.hash !== "#side") return false;
  location.hash = "#main";
  return true;
}

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest?.("details.drop[open]");
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
});
