// JSON whose integers keep their digits: a number of JavaScript has room for those up to 2^53.

/** An integer that would be another one as a number. */
export class Digits {
  constructor(text) { this.text = text; }

  toString() { return this.text; }

  /** A browser that cannot write the digits writes the nearest number, as it does all others. */
  toJSON() { return JSON.rawJSON?.(this.text) ?? Number(this.text); }
}

const keep = (text, number) => (/^-?[1-9]\d{15,}$/.test(text) && String(number) !== text ? new Digits(text) : number);

/** @throws {SyntaxError} where it is no JSON. */
export const parse = (text) => (/\d{16}/.test(text)
  ? JSON.parse(text, (key, value, at) => (typeof value === 'number' && at ? keep(at.source, value) : value)) : JSON.parse(text));

export const isNumber = (value) => typeof value === 'number' || value instanceof Digits;

/** A number as it is typed; null where there is none. */
export function numberOf(text) {
  const digits = String(text ?? '').trim();
  const number = Number(text);
  return digits && Number.isFinite(number) ? keep(digits, number) : null;
}
