// The form that leads to the gateway's own page works without a script; this one counts down and stops a second press.
import { button, countDown, form } from "./pay_sending.js";

form.addEventListener("submit", (event) => {
  if (button.disabled) event.preventDefault();
  // Only after the browser has taken the form: a button that is disabled before may keep it from being sent.
  else setTimeout(() => { button.disabled = true; });
});

countDown();
