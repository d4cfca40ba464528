const PLAIN = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;

/** `1,000` and `12 345.6`: a thousand is written so more often than a fraction of three places is. */
const GROUPED = /^[+-]?[1-9]\d{0,2}([,' ])\d{3}(?:\1\d{3})*(?:\.\d+)?$/;

/**
 * A number as people type it: with a point or a comma, with or without separated thousands, with the unit behind it or without. `undefined` for anything
 * else, such as hexadecimal figures and exponents.
 */
export function readNumber(line: string, unit: string | null): number | undefined {
  let text = line.normalize('NFKC').replace(/\s+/g, ' ').replace(/[−–]/g, '-').replace(/’/g, "'").trim();
  if (unit !== null && text.toLowerCase().endsWith(unit.normalize('NFKC').toLowerCase())) {
    text = text.slice(0, -unit.length).trim();
  }
  text = text.replace(/^([+-]) /, '$1');
  if (GROUPED.test(text)) return Number(text.replace(/[,' ]/g, ''));
  return PLAIN.test(text) ? Number(text.replace(',', '.')) : undefined;
}
