// Takes pushes for the desk. They say what kind of thing happened and nothing of whom it is about.
addEventListener("push", (event) => {
  const told = event.data?.json();
  if (told) event.waitUntil(tell(told));
});

/** A page of the desk that is in front of its person tells it itself. */
async function tell({ title, body, path, tag }) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.some((page) => page.visibilityState === "visible" && page.focused)) return;
  await registration.showNotification(title, { body, tag, data: { path }, icon: "/static/icon.svg" });
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function open(path) {
  // Nothing that came over the wire leads out of the desk.
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin || !url.pathname.startsWith("/desk")) return;
  await clients.openWindow(url.href);
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
