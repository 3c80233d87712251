// The form of a card, or of a bank account in the wallet: armed only when the browser can encrypt; sends what pay.js sealed.
import { readAccount, readCard, seal, sealAccount } from "./pay.js";
import { agrees, button, busy, countDown, form, now, say, send, tell } from "./pay_sending.js";

const fields = Object.fromEntries([...form.querySelectorAll("input:not([type=checkbox])")].map((field) => [field.id, field]));

function mark(wrong) {
  for (const [id, field] of Object.entries(fields)) {
    const sentence = wrong[id] ? say[wrong[id].replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] : "";
    field.setAttribute("aria-invalid", String(Boolean(sentence)));
    document.getElementById(`${id}-problem`).textContent = sentence;
  }
  Object.keys(fields).map((id) => wrong[id] && fields[id]).find(Boolean)?.focus();
  return Object.keys(wrong).length === 0;
}

async function activeKey() {
  const answer = await fetch("/pay/keys", { credentials: "omit" });
  if (!answer.ok) throw new Error("keys");
  return (await answer.json()).keys[0];
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  const typed = Object.fromEntries(Object.entries(fields).map(([id, field]) => [id, field.value]));
  const { card, account, wrong } = "iban" in fields ? readAccount(typed) : readCard(typed, now());
  tell("");
  if (!mark(wrong) || !agrees()) return;
  busy(true);
  try {
    const about = { checkout: say.checkout, setup: say.checkout, minor: Number(say.minor), currency: say.currency, now: now() };
    const jwk = await activeKey();
    const sealed = account ? await sealAccount(jwk, account, about) : await seal(jwk, card, about);
    await send(sealed);
  } catch {
    busy(false);
    tell(say.failed);
  }
});

fields.number?.addEventListener("input", () => {
  const { number } = fields;
  if (number.selectionStart !== number.value.length) return;
  const digits = number.value.replace(/\D/g, "").slice(0, 19);
  number.value = (/^3[47]/.test(digits) ? digits.match(/^(.{1,4})(.{1,6})?(.*)$/)?.slice(1) : digits.match(/.{1,4}/g))
    ?.filter(Boolean).join(" ") ?? "";
});

fields.iban?.addEventListener("input", () => {
  const { iban } = fields;
  if (iban.selectionStart !== iban.value.length) return;
  iban.value = iban.value.replace(/\s/g, "").toUpperCase().match(/.{1,4}/g)?.join(" ") ?? "";
});

fields.expiry?.addEventListener("input", (event) => {
  const { expiry } = fields;
  if (event.inputType === "deleteContentBackward" || !/^\d{2}$/.test(expiry.value)) return;
  expiry.value += " / ";
});

if (globalThis.crypto?.subtle) {
  busy(false);
  countDown();
} else {
  tell(say.insecure);
}
