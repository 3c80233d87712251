// Says in one fixed place whether the page is live, and since when it is not.
const place = document.getElementById("connection");
let asOf = new Date();

const told = () => asOf.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

export function tellConnection(connection) {
  if (!place) return;
  if (connection === "live") {
    asOf = new Date();
    place.textContent = "Live";
  } else if (place.dataset.state !== connection || !navigator.onLine) {
    place.textContent = `${navigator.onLine ? "Reconnecting…" : "Offline"} as of ${told()}`;
  }
  place.dataset.state = connection;
}

/** While news comes the page is as new as now. */
export function heard() {
  if (place?.dataset.state === "live") asOf = new Date();
}

addEventListener("offline", () => tellConnection("away"));
addEventListener("online", () => { if (place) place.textContent = `Reconnecting… as of ${told()}`; });
