// What became of a payment: asks every second or two, and shows the new page when it has changed. A bank that wants to
// see the traveller is gone to at once after a card was sent, once: who comes back, by whatever button, decides herself.
const main = document.querySelector("main");
const began = Date.now();

const still = document.getElementById("still");

function goesToBank(mark) {
  return Boolean(main.dataset.bank) && (mark.startsWith("challenge") || mark.startsWith("page"));
}

async function look() {
  if (still && Date.now() - began > 20000) still.hidden = false;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "application/json" }, cache: "no-store" });
    const { mark } = answer.ok ? await answer.json() : main.dataset;
    if (mark !== main.dataset.mark) return goesToBank(mark) ? location.assign(main.dataset.bank) : location.reload();
  } catch { /* offline: ask again */ }
  return setTimeout(look, Date.now() - began < 30000 ? 1000 : 4000);
}

addEventListener("pageshow", (event) => event.persisted && location.reload());

// The address says that a card was just sent; when this page is seen again, that is long ago.
if (main.dataset.bank) history.replaceState(null, "", location.pathname);
if (goesToBank(main.dataset.mark)) location.assign(main.dataset.bank);
else if (main.dataset.polls === "yes") setTimeout(look, 800);
