// The check of a bank account's number, ISO 7064 modulo 97; lengths and countries are bot/domain/payment/iban.py's.

/** Whether capital letters and digits pass the check, the first four taken last. */
export function passesCheck(number) {
  let rest = 0;
  for (const character of number.slice(4) + number.slice(0, 4)) {
    for (const digit of String(parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}
