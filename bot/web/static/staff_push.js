// The page of notifications: a browser takes pushes when its person presses the button, and the sound can be heard.
import { beep } from "./staff_sound.js";

const place = document.getElementById("browsers");
const on = document.getElementById("push-on");
const problem = document.getElementById("push-problem");
const sound = document.getElementById("try-sound");

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

function browserName() {
  const brands = navigator.userAgentData?.brands.map((one) => one.brand).filter((one) => !/Not|Chromium/.test(one)) ?? [];
  const known = brands[0] ?? /(Firefox|Edg|Chrome|Safari)/.exec(navigator.userAgent)?.[1] ?? "Browser";
  const system = navigator.userAgentData?.platform ?? /(Windows|Mac OS|Linux|Android|iPhone)/.exec(navigator.userAgent)?.[1];
  return system ? `${known} on ${system}` : known;
}

async function subscribe() {
  if (await Notification.requestPermission() !== "granted") return "The browser does not allow notifications from this page. Allow them in its settings, then try again.";
  const worker = await navigator.serviceWorker.register("/desk/worker.js", { scope: "/desk" });
  await active(worker);
  const wish = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.pushKey) };
  const subscription = await worker.pushManager.subscribe(wish);
  const { endpoint, keys } = subscription.toJSON();
  const answer = await fetch("/staff/me/browsers", {
    method: "POST",
    body: JSON.stringify({ endpoint, keys, browser: browserName() }),
    headers: { "Content-Type": "application/json", Accept: "application/json" },
  });
  return (await answer.json()).problem;
}

/** The page of settings lies outside the worker's scope, so `ready` would never come. */
async function active(registration) {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state === "activated") return;
  await new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done()));
}

if (on && "serviceWorker" in navigator && "PushManager" in window) {
  on.hidden = false;
  on.addEventListener("click", async () => {
    on.disabled = true;
    try {
      const told = await subscribe();
      tell(told);
      if (!told) location.reload();
    } catch {
      tell("The browser's push service could not be reached. Try again later.");
    }
    on.disabled = false;
  });
} else if (on) {
  tell("This browser takes no notifications from pages.");
}

if (sound) {
  sound.hidden = false;
  sound.addEventListener("click", () => setTimeout(() => beep(Number(document.getElementById("volume").value)), 30));
}
