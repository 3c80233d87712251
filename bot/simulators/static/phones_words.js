// Words as the three apps show them: addresses can be followed, and WhatsApp's signs make bold, italic, struck and
// monospaced words. Pure: gives pieces, draws nothing.

const SIGNS = { "*": "bold", "_": "italic", "~": "struck" };
const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;
const NO_WIDTH = "\u200b";

/** Pieces of a text in which addresses are links: { text, marks, href? }. */
export function plain(text) {
  return linked(text, []);
}

/** Pieces of a WhatsApp text; a sign opens only before a word and closes only behind one, on the same line. */
export function formatted(text, marks = []) {
  const pieces = [];
  let rest = text;
  while (rest) {
    const found = next(rest);
    if (!found) break;
    pieces.push(...linked(rest.slice(0, found.from), marks));
    const inner = [...marks, found.mark];
    pieces.push(...(found.mark === "mono" ? [{ text: found.text, marks: inner }] : formatted(found.text, inner)));
    rest = rest.slice(found.to);
  }
  return [...pieces, ...linked(rest, marks)];
}

function next(text) {
  const taken = [...text.matchAll(ADDRESS)].map((found) => [found.index, found.index + found[0].length]);
  for (let from = 0; from < text.length; from += 1) {
    const address = taken.find(([begin, end]) => from >= begin && from < end);
    if (address) {
      from = address[1] - 1;
    } else if (text.startsWith("```", from)) {
      const end = text.indexOf("```", from + 3);
      if (end > from + 3) return { from, to: end + 3, text: text.slice(from + 3, end), mark: "mono" };
    } else if (SIGNS[text[from]]) {
      const end = closing(text, from);
      if (end) return { from, to: end + 1, text: text.slice(from + 1, end), mark: SIGNS[text[from]] };
    }
  }
  return null;
}

function closing(text, from) {
  const sign = text[from];
  if (isWord(text[from - 1]) || isBlank(text[from + 1]) || text[from + 1] === sign) return 0;
  for (let at = from + 1; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === sign && at > from + 1 && !isBlank(text[at - 1]) && !isWord(text[at + 1])) return at;
  }
  return 0;
}

const isWord = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
const isBlank = (sign) => sign === undefined || sign === NO_WIDTH || /\s/.test(sign);

function linked(text, marks) {
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    pieces.push({ text: text.slice(at, found.index), marks }, { text: found[0], marks, href: found[0] });
    at = found.index + found[0].length;
  }
  pieces.push({ text: text.slice(at), marks });
  return pieces.filter((piece) => piece.text);
}
