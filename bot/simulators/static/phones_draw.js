// Draws the parts of messages as the three apps do. Text goes in as text: nothing of a message is ever markup.

import { formatted, plain } from "./phones_words.js";

const MARKS = { bold: "strong", italic: "em", struck: "s", mono: "code" };
const MEDIA = { image: ["🖼", "Photo"], video: ["🎬", "Video"], audio: ["🎤", "Voice message"], document: ["📄", "Document"], file: ["📄", "File"], sticker: ["👍", "Sticker"], location: ["📍", "Location"] };

/** An element with attributes, listeners (functions) and children; null children are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** The pieces of a text. */
export function words(text, isFormatted) {
  return (isFormatted ? formatted : plain)(String(text ?? "")).map((piece) => {
    const bare = piece.href ? make("a", { href: piece.href, target: "_blank", rel: "noopener noreferrer" }, piece.text) : document.createTextNode(piece.text);
    return piece.marks.reduceRight((inner, mark) => make(MARKS[mark], {}, inner), bare);
  });
}

/** A part; `acts` says what a tap, an address or a list does. */
export function draw(part, acts) {
  switch (part.kind) {
    case "text": return make("div", { class: "bubble" }, words(part.text, part.isFormatted));
    case "buttons": return make("div", { class: "bubble framed" }, heading(part, acts), make("p", {}, words(part.text, part.isFormatted)), foot(part), buttons(part.buttons, acts));
    case "list": return list(part, acts);
    case "cards": return cards(part, acts);
    case "receipt": return receipt(part, acts);
    case "template": return template(part, acts);
    case "media": return media(part, acts);
    case "many": return make("div", { class: "many" }, part.parts.map((one) => draw(one, acts)));
    default: return make("div", { class: "bubble unknown" }, make("b", {}, `“${part.type}” is nothing that this phone can draw.`), make("pre", {}, JSON.stringify(part.raw, null, 1)));
  }
}

function heading(part, acts) {
  if (!part.header) return null;
  return part.header.text ? make("b", { class: "head" }, part.header.text) : media({ ...part.header, caption: "" }, acts);
}

const foot = (part) => (part.footer ? make("small", { class: "foot" }, part.footer) : null);

function buttons(given, acts) {
  return given.length ? make("div", { class: "buttons" }, given.map((one) => button(one, acts))) : null;
}

function button(one, acts) {
  if (one.url) {
    return make("a", { class: "tap", href: one.url, target: "_blank", rel: "noopener noreferrer", click: (event) => acts.open(one, event) }, one.title, make("span", { "aria-hidden": "true" }, one.browser ? " ↗" : ""));
  }
  const dead = one.tap === undefined;
  return make("button", { class: "tap", type: "button", disabled: dead, title: dead ? "This phone cannot do that" : null, click: () => acts.tap(one) }, one.title ?? "");
}

function list(part, acts) {
  const open = make("button", { class: "tap", type: "button", "aria-haspopup": "dialog", click: () => acts.list(part) }, make("span", { "aria-hidden": "true" }, "☰ "), part.label);
  return make("div", { class: "bubble framed" }, heading(part, acts), make("p", {}, words(part.text, true)), foot(part), make("div", { class: "buttons" }, open));
}

function cards(part, acts) {
  const told = part.text ? make("div", { class: "bubble" }, words(part.text, part.isFormatted)) : null;
  const row = make("div", { class: "cards", role: "list", tabindex: "0", "aria-label": `${part.cards.length} cards, scroll sideways` }, part.cards.map((one) => card(one, acts)));
  return make("div", { class: "carousel" }, told, row);
}

function card(one, acts) {
  const title = one.title ? make("b", {}, one.title) : null;
  const linked = title && one.url ? make("a", { href: one.url, target: "_blank", rel: "noopener noreferrer" }, title) : title;
  return make("div", { class: "item", role: "listitem" }, one.image ? picture(one.image, one.title) : null,
    make("div", { class: "told" }, linked, one.subtitle ? make("p", {}, words(one.subtitle, one.isFormatted)) : null), buttons(one.buttons, acts));
}

function receipt(part, acts) {
  const money = (amount) => new Intl.NumberFormat("en", { style: "currency", currency: part.currency || "XXX" }).format(amount ?? 0);
  const row = (what, amount, tag = "span") => make("div", { class: "row" }, make(tag, {}, what), make(tag, { class: "number" }, money(amount)));
  const lines = (part.elements ?? []).map((line) => make("div", { class: "row" },
    make("span", {}, line.quantity > 1 ? `${line.quantity} × ${line.title}` : line.title, line.subtitle ? make("small", {}, line.subtitle) : null), make("span", { class: "number" }, money(line.price))));
  const sum = part.summary ?? {};
  return make("div", { class: "bubble framed receipt" }, make("b", { class: "head" }, "Receipt"),
    make("small", {}, [part.recipient_name, part.order_number, part.payment_method].filter(Boolean).join(" · ")), lines,
    make("div", { class: "sums" }, sum.subtotal === undefined ? null : row("Subtotal", sum.subtotal), sum.total_tax ? row("Taxes", sum.total_tax) : null, row("Total", sum.total_cost, "b")),
    part.order_url ? make("div", { class: "buttons" }, button({ title: "View order", url: part.order_url, ratio: "full" }, acts)) : null);
}

function template(part, acts) {
  return make("div", { class: "bubble framed" }, make("small", { class: "foot" }, `Template ${part.name}${part.language ? ` (${part.language})` : ""}`),
    make("p", {}, words(part.text || part.values.join("\n"), true)), buttons(part.buttons, acts));
}

function media(part, acts) {
  const [sign, name] = MEDIA[part.type] ?? ["📎", part.type];
  if (part.type === "sticker") return make("div", { class: "sticker", role: "img", "aria-label": "Sticker" }, sign);
  const label = part.filename || name;
  const shown = part.type === "image" && part.url ? picture(part.url, part.caption || name)
    : make("div", { class: "file" }, make("span", { class: "sign", "aria-hidden": "true" }, sign),
      /^https?:/.test(part.url) ? make("a", { href: part.url, target: "_blank", rel: "noopener noreferrer" }, label) : label);
  return make("div", { class: "bubble framed media" }, shown, part.caption ? make("p", {}, words(part.caption, true)) : null, buttons(part.buttons ?? [], acts));
}

/** A picture, or what stands there when it does not come. */
function picture(url, alt) {
  const image = make("img", { src: url, alt: alt || "Picture", loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(make("div", { class: "file" }, make("span", { class: "sign", "aria-hidden": "true" }, "🖼"), make("span", {}, alt || "Picture"))));
  return image;
}
