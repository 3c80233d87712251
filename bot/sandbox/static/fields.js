// Card fields in a frame of the shop's page: when the page around them says so, the card goes to the sandbox, and a
// ticket for it back to that page. Whoever is not the shop is neither heard nor told anything.
const form = document.getElementById("fields");
const { shop } = form.dataset;
const problem = document.getElementById("problem");

function tell(message) {
  parent.postMessage(message, shop);
}

async function collect() {
  problem.textContent = "";
  const card = Object.fromEntries(new FormData(form));
  try {
    const answer = await fetch("/fields/tickets", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(card),
    });
    const { ticket } = await answer.json();
    if (ticket) {
      form.reset();
      return tell({ type: "ticket", ticket });
    }
    problem.textContent = problem.dataset.refused;
    form.elements.number.focus();
    return tell({ type: "refused" });
  } catch {
    return tell({ type: "failed" });
  }
}

addEventListener("message", (event) => {
  if (event.origin !== shop || event.source !== parent) return;
  if (event.data?.type === "hello") tell({ type: "ready" });
  if (event.data?.type === "collect") collect();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  tell({ type: "submit" });
});

tell({ type: "ready" });
