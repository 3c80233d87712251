// Who came by a link opens the talk by it, once: a reload asks for nothing again.
import { call } from "./chat_session.js";
import { newId } from "./chat_outbox.js";

/** Tell by which link somebody came; where that fails, the talk begins as any other. */
export function open(ref) {
  history.replaceState(null, "", location.pathname + location.hash);
  const opened = { client_id: newId(), ref };
  const headers = { "Content-Type": "application/json" };
  return call("/chat/messages", { method: "POST", headers, body: JSON.stringify(opened) }).catch(() => {});
}
