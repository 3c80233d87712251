// Assignment: what was assigned to me is mine when I open it, and the forms fold when they are done.
const forms = document.querySelectorAll(".hand-form");

for (const part of forms) {
  part.addEventListener("toggle", () => { if (part.open) part.querySelector("select").focus(); });
}

addEventListener("desk:done", ({ detail: { form } }) => {
  const part = form.closest(".hand-form");
  if (!part) return;
  form.reset();
  part.open = false;
});

// Opening is taking up: once, as the page comes, and not when it is assigned while somebody reads.
if (document.querySelector("#assign [data-take-up]")) {
  document.querySelector('#head form[action$="/take"]')?.requestSubmit();
}
