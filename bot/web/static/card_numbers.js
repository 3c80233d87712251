// Card numbers in what people write are recognized here, so that the chat neither sends nor keeps one.
// A first net of wide meshes: bot/domain/redaction.py decides about whatever is sent.
const RUN = /\d+(?:[ -]\d+)*/g;
const ANY = /\p{Nd}(?:[\s/.,_-]{0,5}\p{Nd}){11,}/gu;

export function passesLuhn(digits) {
  let sum = 0;
  [...digits].reverse().forEach((digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}

const isCard = (digits) => /^(?:[3-6]|2[2-7])\d{13,18}$/.test(digits) && passesLuhn(digits);

/** Whether whole groups of digits beside each other are a card's number. */
export function hasCardNumber(text) {
  return [...text.matchAll(RUN)].some(([run]) => {
    const groups = run.split(/[ -]/);
    return groups.some((_, start) => groups.some((__, end) => isCard(groups.slice(start, end + 1).join(""))));
  });
}

/** The text with every long number masked: for what was refused already. */
export function withoutCardNumbers(text) {
  return text.replace(ANY, "••••");
}
