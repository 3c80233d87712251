// Buttons that print the page; without a script they are not there, and the browser's own command prints as well.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
