// Draws the parts of messages as the three apps do. Text goes in as text: nothing of a message is ever markup.

import { formatted, plain } from "./phones_words.js";

const MARKS = { bold: "strong", italic: "em", struck: "s", mono: "code" };
const MEDIA = { image: ["picture", "Photo"], video: ["film", "Video"], audio: ["microphone", "Voice message"], document: ["sheet", "Document"], file: ["sheet", "File"], location: ["pin", "Location"] };
const SHAPES = {
  picture: "M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 6M15.5 9.5h.01",
  film: "M3 5h18v14H3zM10 9l5 3-5 3z",
  microphone: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3",
  sheet: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  pin: "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  thumb: "M7 11v9H3v-9zM7 11l4-8a2 2 0 0 1 2.500 2.500V9h5.500a2 2 0 0 1 2 2.300l-1.200 6.500a2 2 0 0 1-2 1.700H7",
  heart: "M12 20S4 15 4 9.300A4.300 4.300 0 0 1 12 7a4.300 4.300 0 0 1 8 2.300C20 15 12 20 12 20z",
};
const SVG = "http://www.w3.org/2000/svg";

/** A small picture in lines; machines without a font of emoji show it, too. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name] ?? SHAPES.sheet);
  svg.append(path);
  return svg;
}

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
  const [sign, name] = MEDIA[part.type] ?? ["sheet", part.type];
  if (part.type === "sticker" || part.type === "heart") return make("div", { class: "sticker", role: "img", "aria-label": part.type === "heart" ? "Heart" : "Sticker" }, icon(part.type === "heart" ? "heart" : "thumb"));
  const label = part.filename || name;
  const shown = part.type === "image" && part.url ? picture(part.url, part.caption || name)
    : make("div", { class: "file" }, icon(sign),
      /^https?:/.test(part.url) ? make("a", { href: part.url, target: "_blank", rel: "noopener noreferrer" }, label) : label);
  return make("div", { class: "bubble framed media" }, shown, part.caption ? make("p", {}, words(part.caption, true)) : null, buttons(part.buttons ?? [], acts));
}

/** A picture, or what stands there when it does not come. */
function picture(url, alt) {
  const image = make("img", { src: url, alt: alt || "Picture", loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(make("div", { class: "file" }, icon("picture"), make("span", {}, alt || "Picture"))));
  return image;
}
