// The form with the gateway's fields in a frame: asks them for a ticket, and sends that. The frame alone is heard, and
// it alone is spoken to: the card never comes here.
import { agrees, button, busy, countDown, form, say, send, tell } from "./pay_sending.js";

const frame = document.getElementById("frame");
const { gateway } = frame.dataset;

function ask() {
  if (button.disabled) return;
  tell("");
  if (!agrees()) return;
  busy(true);
  frame.contentWindow.postMessage({ type: "collect" }, gateway);
}

const heard = {
  ready: () => busy(false),
  submit: ask,
  refused: () => busy(false),
  failed: () => { busy(false); tell(say.failed); },
  ticket: ({ ticket }) => send({ ticket }).catch(() => { busy(false); tell(say.failed); }),
};

addEventListener("message", (event) => {
  if (event.origin !== gateway || event.source !== frame.contentWindow) return;
  if (Object.hasOwn(heard, event.data?.type)) heard[event.data.type](event.data);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});

// It may have been ready before we listened.
frame.contentWindow.postMessage({ type: "hello" }, gateway);
countDown();
