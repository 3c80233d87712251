// Checks a card, encrypts it with WebCrypto alone for a key that only a worker holds, and sends two sealed tokens.
// RFC 7516 compact serialization, ECDH-ES on P-256 with A256GCM (RFC 7518, sections 4.6 and 5.3).
import { passesLuhn } from "./card_numbers.js";
import { passesCheck } from "./iban.js";

const text = new TextEncoder();

export function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function uint32(value) {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

/** The content key of RFC 7518, section 4.6.2: one round of the Concat KDF gives the 256 bits that A256GCM needs. */
async function contentKey(mine, theirs) {
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256));
  const name = text.encode("A256GCM");
  const info = joined(uint32(1), secret, uint32(name.length), name, uint32(0), uint32(0), uint32(256));
  const raw = await crypto.subtle.digest("SHA-256", info);
  secret.fill(0);
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
}

/** A compact JWE of a value for a public key given as a JWK. */
export async function encrypt(jwk, value) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const bare = { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  const theirs = await crypto.subtle.importKey("jwk", bare, curve, false, []);
  const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const header = { alg: "ECDH-ES", enc: "A256GCM", kid: jwk.kid, typ: "JWE", epk: { kty, crv, x, y } };
  const shown = base64url(text.encode(JSON.stringify(header)));
  const key = await contentKey(pair.privateKey, theirs);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = text.encode(JSON.stringify(value));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(shown), tagLength: 128 };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, plain));
  plain.fill(0);
  return [shown, "", base64url(iv), base64url(sealed.slice(0, -16)), base64url(sealed.slice(-16))].join(".");
}

/** Whether a name may be the number of a card or an account in the wrong field. */
const holdsNumber = (name) => name.replace(/\P{Nd}/gu, "").length > 6;

/** What was typed, as a bank account, and the key of a sentence for each field that is wrong. */
export function readAccount({ iban, holder }) {
  const number = iban.normalize("NFKC").replace(/[\s.\-\u2010-\u2015]/g, "").toUpperCase().replace(/^IBAN:?/, "");
  const account = { iban: number, name: holder.trim() };
  const wrong = {};
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number) || !passesCheck(number)) wrong.iban = "iban_wrong";
  if (!account.name) wrong.holder = "holder_missing";
  else if (holdsNumber(account.name)) wrong.holder = "name_wrong";
  return { account, wrong };
}

/** What was typed, as a card, and the key of a sentence for each field that is wrong. */
export function readCard({ number, expiry, code, name }, now) {
  const digits = number.replace(/[\s-]/g, "");
  const [, month, year] = expiry.match(/^\s*(\d{1,2})\s*[/.-]?\s*(?:20)?(\d{2})\s*$/) ?? [];
  const card = { pan: digits, exp_month: Number(month), exp_year: 2000 + Number(year), cvc: code.trim(), name: name.trim() };
  const wrong = {};
  if (!/^\d{12,19}$/.test(digits) || !passesLuhn(digits)) wrong.number = "number_wrong";
  const here = new Date((now - 12 * 3600) * 1000);
  const months = (card.exp_year - here.getUTCFullYear()) * 12 + card.exp_month - 1 - here.getUTCMonth();
  if (!month || card.exp_month < 1 || card.exp_month > 12 || months >= 360) wrong.expiry = "expiry_wrong";
  else if (months < 0) wrong.expiry = "expiry_past";
  if (holdsNumber(card.name)) wrong.name = "name_wrong";
  const length = /^3[47]/.test(digits) ? 4 : 3;
  if (!new RegExp(`^\\d{${length}}$`).test(card.cvc)) wrong.code = length === 4 ? "code_wrong_four" : "code_wrong";
  return { card, wrong };
}

/** One token: a bank account and whose it is, bound to the setup that adds it. */
export async function sealAccount(jwk, { iban, name }, about) {
  const jti = base64url(crypto.getRandomValues(new Uint8Array(16)));
  return { card: await encrypt(jwk, { v: 1, iban, name, chk: about.setup, iat: about.now, jti }), code: "" };
}

/** Both tokens: the card, and its security code apart, bound to this checkout and amount. */
export async function seal(jwk, card, about) {
  const jti = base64url(crypto.getRandomValues(new Uint8Array(16)));
  const { cvc, ...rest } = card;
  const bound = { chk: about.checkout, iat: about.now, jti };
  return {
    card: await encrypt(jwk, { v: 1, ...rest, ...bound, amt: about.minor, cur: about.currency }),
    code: await encrypt(jwk, { v: 1, cvc, ...bound }),
  };
}
