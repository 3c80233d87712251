// The presence in the bar is chosen without leaving the page: what is being written stays.
const menu = document.querySelector(".presence");
const badge = document.getElementById("presence");

menu?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) badge.innerHTML = told.html;
  } catch {
    // The badge still says what holds.
  }
  menu.open = false;
  menu.querySelector("summary").focus();
});
