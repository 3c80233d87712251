// What became of a payment: asks every second or two, and shows the new page when it has changed.
const main = document.querySelector("main");
const began = Date.now();

const still = document.getElementById("still");

async function look() {
  if (still && Date.now() - began > 20000) still.hidden = false;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok && (await answer.json()).mark !== main.dataset.mark) return location.reload();
  } catch { /* offline: ask again */ }
  return setTimeout(look, Date.now() - began < 30000 ? 1000 : 4000);
}

if (main.dataset.polls === "yes") setTimeout(look, 800);
